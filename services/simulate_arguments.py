"""What `simulate` is asked: days, spans of time, and names that belong together."""

import argparse
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.simulation.people import People

LONGEST = timedelta(days=3_660)
NOTHING = timedelta(0)
SPAN = TypeAdapter(timedelta)
WRITTEN = re.compile(r"P[\dTDHMSW.]+", re.IGNORECASE)


USUAL = People()


def ask(parser: argparse.ArgumentParser) -> None:
    """Adds every argument."""
    file: dict[str, Any] = {"type": Path, "metavar": "FILE"}
    day: dict[str, Any] = {"type": a_day, "metavar": "DAY"}
    span: dict[str, Any] = {"type": a_span, "metavar": "SPAN"}
    add = parser.add_argument
    add("--trace", **file, required=True, help="a CSV file with id, created, answered and sector")
    add("--from", dest="first", **day, help="leave out what came before this day")
    add("--to", dest="last", **day, help="leave out what came after this day")
    add("--begin", **day, help="move the trace by whole weeks, to begin on this day or in its week")
    add("--tail", **span, default=timedelta(days=30), help="how long to go on after it; P30D if left out")
    add("--json", **file, help="write the report there, for programs")
    add("--csv", **file, help="write each number there, one a line")
    add = parser.add_argument_group("what people do", "working time of the offices, but for --delivery").add_argument
    add("--delivery", **span, default=USUAL.delivery, help="how long a notice takes; PT1M")
    add("--acknowledge-before", **span, default=USUAL.acknowledge_before, help="how long before the answer; PT0S")
    add("--resolve-after", **span, default=USUAL.resolve_after, help="how long after the answer; PT0S")
    add("--triage-to", type=a_place, metavar="TOPIC", help="triage sends there what has no sector")
    add("--triage-after", **span, default=USUAL.triage_after, help="how long after it came; PT30M")
    add("--source", help="the source all of it came from, as the directory calls it")
    _ask_what_if(parser.add_argument_group("what if", "with any of these both runs are shown, side by side"))


def _ask_what_if(group: argparse._ArgumentGroup) -> None:
    often: dict[str, Any] = {"action": "append", "default": []}
    add = group.add_argument
    add("--span", **often, type=a_policy_span, metavar="POLICY=PT8H", help="another span for that promise")
    add("--without", **often, metavar="POST", help="nobody sits there, the whole time")
    add("--with-colleague", **often, type=a_topic_post, metavar="TOPIC=POST", help="one more shares that topic")
    add("--directory", type=Path, metavar="FOLDER", help="another directory")


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, written like 2022-06-30") from None


def a_span(text: str) -> timedelta:
    """From nothing to ten years."""
    try:
        span = SPAN.validate_python(text) if WRITTEN.fullmatch(text) else None
    except ValidationError:
        span = None
    if span is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no span of time, written like PT8H or P30D")
    if not NOTHING <= span <= LONGEST:
        raise argparse.ArgumentTypeError(f"{text} is not between nothing and {LONGEST.days} days")
    return span


def a_policy_span(text: str) -> tuple[str, timedelta]:
    policy, span = _two(text, "a promise and its span, written like kenali=PT8H")
    found = a_span(span)
    if found == NOTHING:
        raise argparse.ArgumentTypeError(f"{text}: nobody can keep a promise of no time")
    return policy, found


def a_topic_post(text: str) -> tuple[str, str]:
    return _two(text, "a topic and a post, written like jembatan=narahubung-jalan")


def a_place(text: str) -> str:
    return text.strip().lower()


def _two(text: str, what: str) -> tuple[str, str]:
    left, equals, right = text.partition("=")
    if not (left and equals and right):
        raise argparse.ArgumentTypeError(f"{text!r} is not {what}")
    return left, right
