"""What people read of a ticket that joined a case: the liaison which and how many, the citizen that others told too."""

import pytest

from services.notifier.domain.recipients import recipients
from services.notifier.domain.wording import Wording
from shared.contracts.ticket import TicketLinked, TicketRouted, TicketUnlinked
from shared.directory.model import Directory
from tests.builders import TICKET, ticket

FIRST = "BWI-2D8N-K5VR-7HXE"
QUEUES = ("infrastruktur", "emergency")


@pytest.fixture(scope="module")
def wording(directory: Directory) -> Wording:
    return Wording(directory, "https://melayani.banyuwangi.example")


@pytest.mark.parametrize("queue", QUEUES)
def test_the_liaison_reads_which_trouble_it_is_and_the_how_manieth_report(wording: Wording, queue: str) -> None:
    body = wording.render(ticket(TicketRouted, queue=queue, case=FIRST, reporters=3), "liaison").body
    assert "laporan ke-3" in body
    assert f"Yang pertama: {FIRST}." in body


@pytest.mark.parametrize("queue", QUEUES)
def test_the_citizen_reads_that_others_told_too_and_keeps_the_number(wording: Wording, queue: str) -> None:
    body = wording.render(ticket(TicketRouted, queue=queue, case=FIRST, reporters=3), "citizen").body
    assert f"Warga lain juga melaporkan hal ini, jadi diurus bersama. Nomor Bapak/Ibu tetap {TICKET}." in body
    assert FIRST not in body
    assert "3" not in body.replace(TICKET, "").partition("Warga lain")[2].partition(".")[0]


@pytest.mark.parametrize("queue", QUEUES)
@pytest.mark.parametrize("case", [None, TICKET], ids=["alone", "the first of its case"])
def test_who_is_alone_or_came_first_reads_nothing_of_others(wording: Wording, queue: str, case: str | None) -> None:
    alone = ticket(TicketRouted, queue=queue, case=case)
    assert "Warga lain" not in wording.render(alone, "citizen").body
    assert "Yang pertama" not in wording.render(alone, "liaison").body


@pytest.mark.parametrize("kind", [TicketLinked, TicketUnlinked])
def test_linking_and_unlinking_are_told_to_nobody(kind: type[TicketLinked | TicketUnlinked]) -> None:
    told = recipients(ticket(kind, case=FIRST))
    assert told.notices == ()
    assert told.silent == (f"{kind.NAME} is told to nobody",)
