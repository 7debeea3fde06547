"""The commands of cases: who else told of a trouble, and putting right who belongs together."""

import argparse

from services.act_commands import act, add_sender
from services.commands import CommandError, Commands
from services.operate import ask_of
from shared.contracts.desk_question import AskCase, Case
from shared.contracts.question import AskTicket, TicketStatus


def add(commands: Commands) -> None:
    cases = commands.group("case", "tickets that tell of the same trouble")
    showing = cases.command("show", show, "list the tickets of a ticket's case, oldest first")
    showing.add_argument("ticket", type=str.upper)
    linking = cases.command("link", act, "say that two tickets tell of the same trouble")
    linking.add_argument("ticket", type=str.upper)
    linking.add_argument("other", type=str.upper)
    linking.set_defaults(kind="link")
    unlinking = cases.command("unlink", act, "say that a ticket tells of another trouble than its case")
    unlinking.add_argument("ticket", type=str.upper)
    unlinking.set_defaults(kind="unlink")
    for parser in (linking, unlinking):
        parser.add_argument("--queue", help="the queue the ticket is in; router is asked when left out")
        add_sender(parser)


async def show(given: argparse.Namespace) -> None:
    case = await ask_of(given.ticket, AskCase, Case)
    if case is None and await ask_of(given.ticket, AskTicket, TicketStatus) is None:
        raise CommandError(f"nobody knows {given.ticket}")
    if case is None:
        raise CommandError(f"{given.ticket} is in no case")
    for ticket in case.tickets:
        print(ticket)
    print(f"{len(case.tickets)} tickets tell of the trouble that {case.case} told of first")
