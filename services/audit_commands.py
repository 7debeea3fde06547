"""The command of the audit: looks once at the clocks of all open tickets."""

import argparse
from collections.abc import Sequence
from functools import partial

from services.commands import CommandError, Commands
from services.operate import asking
from services.sla.walk import walk
from shared.contracts.audit_question import AskAudit, Audited, Violation
from shared.contracts.question import AskOpen, Tickets
from shared.directory.load import load
from shared.runtime import clock
from shared.runtime.bus import Bus, NoAnswerError
from shared.runtime.settings import RuntimeSettings, read_settings


def add(commands: Commands) -> None:
    audit = commands.command("audit", run, "does every open ticket have a clock that runs? fails when one has not")
    audit.add_argument("--queue", help="only the tickets of this queue")


async def run(given: argparse.Namespace) -> None:
    settings = read_settings(RuntimeSettings)
    known = load(settings.directory, settings.contacts).queues
    if given.queue and given.queue not in known:
        raise CommandError(f"there is no queue {given.queue!r}")
    tickets = unsettled = wrong = 0
    async with asking(settings) as bus:
        for queue in (given.queue,) if given.queue else known:
            async for audited in walk(queue, clock.now(), partial(_page, bus), partial(_look, bus)):
                tickets += audited.tickets
                unsettled += audited.unsettled
                wrong += len(audited.violations)
                _print(audited.violations)
    left = f"; changed just now and left to the next round: {unsettled}" if unsettled else ""
    looked = f"open tickets looked at: {tickets - unsettled} of {tickets}{left}"
    print(f"{looked}; clocks that do not run as they must: {wrong}")
    if wrong:
        raise CommandError("docs/runbook.md says what to do about each")


def _print(violations: Sequence[Violation]) -> None:
    for one in violations:
        print(f"{one.ticket}  {one.queue:<24}  {one.kind:<11}  {one.clock or 'no clock at all'}")


async def _page(bus: Bus, asked: AskOpen) -> Tickets | None:
    return await bus.ask(AskOpen.SUBJECT, asked, Tickets)


async def _look(bus: Bus, asked: AskAudit) -> Audited:
    try:
        return await bus.ask(AskAudit.SUBJECT, asked, Audited) or Audited()
    except NoAnswerError:
        raise CommandError("sla does not answer; is it running?") from None
