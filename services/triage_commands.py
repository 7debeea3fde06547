"""The commands of triage: what waits for a decision, deciding, and what was learned from it."""

import argparse
import json
from datetime import datetime

from services.act_commands import act, add_sender
from services.commands import Commands
from services.operate import asking
from shared.contracts.desk_question import (
    AskDecisions,
    AskTriage,
    Decision,
    Decisions,
    Waiting,
    Waitings,
)
from shared.policy.moments import waited
from shared.runtime import clock
from shared.runtime.settings import RuntimeSettings, read_settings

TEXT_SHOWN = 160


def add(commands: Commands) -> None:
    triage = commands.group("triage", "tickets that wait for a person's decision")
    listing = triage.command("list", list_waiting, "list them, longest waiting first")
    listing.add_argument("--all", action="store_true", help="all of them, not only the first twenty")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    deciding = triage.command("decide", act, "send one to the liaison of a topic")
    deciding.add_argument("ticket", type=str.upper)
    deciding.add_argument("sector")
    deciding.add_argument("topic")
    deciding.add_argument("--words", help="what the liaison should know")
    add_sender(deciding)
    deciding.set_defaults(kind="decide")
    triage.command("export", export, "print what was decided as labelled complaints, to train with")


async def list_waiting(given: argparse.Namespace) -> None:
    count, page = 0, None
    async with asking(read_settings(RuntimeSettings)) as bus:
        while page is None or (given.all and page.next):
            question = AskTriage(after=page.next if page else None)
            page = await bus.ask(AskTriage.SUBJECT, question, Waitings) or Waitings()
            for one in page.tickets:
                print(one.model_dump_json() if given.json else _shown(one, clock.now()))
            count += len(page.tickets)
    if not given.json:
        print(f"{count} waiting{', and more: --all shows them' if page.next else ''}")


async def export(_: argparse.Namespace) -> None:
    for one in await fetch_decisions(read_settings(RuntimeSettings)):
        row = {"id": one.ticket, "text": one.text, "sector": one.sector, "topic": one.topic, "source": "decision"}
        print(json.dumps(row, ensure_ascii=False))


async def fetch_decisions(settings: RuntimeSettings) -> list[Decision]:
    """What people decided, oldest first, of each ticket the last word; raises CommandError when nobody answers."""
    found: dict[str, Decision] = {}
    page: Decisions | None = None
    async with asking(settings) as bus:
        while page is None or page.next:
            question = AskDecisions(after=page.next if page else None)
            page = await bus.ask(AskDecisions.SUBJECT, question, Decisions) or Decisions()
            found |= {one.ticket: one for one in page.decisions}
    return sorted(found.values(), key=lambda one: one.at)


def _shown(one: Waiting, now: datetime) -> str:
    place = ", ".join(filter(None, (one.village, one.district))) or one.place_question or "place unknown"
    suggestions = "; ".join(
        f"{' '.join(filter(None, (two.sector, two.topic)))} {two.confidence * 100:.0f} %" for two in one.suggestions
    )
    text = " ".join(one.text.split())
    shown = text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]}…"
    return f"{one.ticket}  {waited(now - one.since)}  {place}\n    {suggestions or 'no suggestion'}\n    {shown}"
