"""Whether the example day went as it should, and how it went in numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deploy.local.book import Book, Story
from deploy.local.example_day import Example
from shared.contracts.words import EMERGENCY, TRIAGE


@dataclass(frozen=True)
class Summary:
    """The day in numbers; `escalated` counts the tickets that reached each rung."""

    sent: int
    accepted: int
    refused: int
    routed: int
    triage: int
    handed_over: int
    emergency: int
    notices: int
    acknowledged: int
    resolved: int
    escalated: Mapping[int, int]
    accepted_once: int


def problems(day: Iterable[Example], book: Book) -> list[str]:
    """One line for every complaint whose story is not, or not yet, as the day wants it."""
    found = ((example, _problem(example, book)) for example in day)
    return [f"{example.source} {example.id}: {problem}" for example, problem in found if problem]


def _problem(example: Example, book: Book) -> str | None:
    if example.refused:
        return None if example.key in book.refusals else "was not refused"
    if example.key in book.refusals:
        return f"was refused: {book.refusals[example.key]}"
    tickets = book.tickets.get(example.key, set())
    if len(tickets) != 1:
        return f"has {len(tickets)} tickets" if tickets else "has no ticket"
    (ticket,) = tickets
    return _unfinished(example, book.stories[ticket])


def _unfinished(example: Example, story: Story) -> str | None:
    if story.latest is None:
        return "has no holder"
    if example.decision and not story.handed_over:
        return "was not decided"
    if not story.holder_told:
        return "has no notice to anybody who could act"
    if example.liaison is None:
        missing = set(range(1, story.ladder + 1)) - story.rungs
        return f"nobody answered, and rungs {sorted(missing)} never heard of it" if missing else None
    if not story.acknowledged:
        return "was not acknowledged"
    return "was not resolved" if example.liaison.resolve and not story.resolved else None


def summarise(day: Iterable[Example], book: Book) -> Summary:
    examples = tuple(day)
    stories = book.stories.values()
    latest = [story.latest for story in stories if story.latest]
    rungs = Counter(rung for story in stories for rung in story.rungs)
    return Summary(
        sent=sum(example.sent for example in examples),
        accepted=sum(map(len, book.tickets.values())),
        refused=len(book.refusals),
        routed=sum(event.queue not in {TRIAGE, EMERGENCY} for event in latest),
        triage=sum(event.queue == TRIAGE for event in latest),
        handed_over=sum(story.handed_over for story in stories),
        emergency=sum(event.queue == EMERGENCY for event in latest),
        notices=len(book.notices),
        acknowledged=sum(story.acknowledged for story in stories),
        resolved=sum(story.resolved for story in stories),
        escalated=dict(sorted(rungs.items())),
        accepted_once=sum(example.sent > 1 and len(book.tickets.get(example.key, ())) == 1 for example in examples),
    )
