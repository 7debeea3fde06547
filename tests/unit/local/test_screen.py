"""What the terminal shows: straight columns, calm colours, no identity."""

import io

import pytest

from deploy.local.lines import lines
from deploy.local.screen import WIDE, Screen
from deploy.local.services import warning
from shared.contracts.event import Event
from shared.contracts.reply import Accepted, Refused
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketHandedOver,
    TicketReminded,
    TicketResolved,
    TicketRouted,
    TicketUpdated,
)
from tests.builders import NOW, RUNGS, TICKET, breached, complaint, delivered, sorted_to, ticket, undelivered

REFUSED = Refused(source="lapor", id="a", at=NOW, code="invalid", reason="text is empty", cause="COMPLAINTS:1")
ACCEPTED = Accepted(source="lapor", id="a", at=NOW, ticket=TICKET, link="http://127.0.0.1/x")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(event: Event, out: io.StringIO, *, colours: bool = True) -> str:
    Screen(out, colours=colours).show(lines(event))
    return out.getvalue()


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (ticket(), ["masuk", "diteruskan"]),
        (ticket(queue="triage", sorting=sorted_to("triage").sorting), ["masuk", "dipilah"]),
        (ticket(TicketAcknowledged), ["disanggupi"]),
        (ticket(TicketUpdated, words="Nggih."), ["dijawab"]),
        (ticket(TicketReminded), ["diingatkan"]),
        (ticket(TicketEscalated, rung=3, told=RUNGS[1]), ["naik ke-2"]),
        (ticket(TicketHandedOver), ["pindah"]),
        (ticket(TicketResolved, words="Sampun."), ["selesai"]),
        (delivered(), ["dikabari"]),
        (undelivered(), ["gagal"]),
        (REFUSED, ["ditolak"]),
        (ACCEPTED, []),
        (breached(), []),
    ],
)
def test_each_event_has_its_word(event: Event, words: list[str]) -> None:
    assert [line.word for line in lines(event)] == words


def test_an_event_this_program_does_not_know_still_shows() -> None:
    assert [line.word for line in lines(ticket(TicketEvent))] == ["berubah"]


def test_columns_are_straight() -> None:
    rows = printed(ticket(), io.StringIO()).splitlines() + printed(REFUSED, io.StringIO()).splitlines()

    assert {row[8:10] for row in rows} == {"  "}
    assert {row[28:30] for row in rows} == {"  "}
    assert [row[30:].split()[0] for row in rows] == ["masuk", "diteruskan", "ditolak"]


def test_a_long_text_ends_with_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDE))
    long = ticket(complaint=complaint(text="panjang " * 100))

    assert max(len(row) for row in printed(long, io.StringIO()).splitlines()) == WIDE


@pytest.mark.parametrize(
    ("out", "colours", "coloured"),
    [(Terminal(), True, True), (Terminal(), False, False), (io.StringIO(), True, False)],
)
def test_colours_only_on_a_terminal_that_wants_them(out: io.StringIO, *, colours: bool, coloured: bool) -> None:
    assert ("\033[" in printed(ticket(), out, colours=colours)) is coloured


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"event": "ready", "level": "info", "service": "router"}', None),
        ('{"event": "mongo away", "level": "warning", "service": "router", "since": 3}', "mongo away since=3"),
        ("Traceback (most recent call last):", None),
        ("42", None),
        ("", None),
    ],
)
def test_of_a_service_people_hear_warnings_only(line: str, said: str | None) -> None:
    assert warning(line) == said


def test_routed_is_the_line_that_names_the_liaison() -> None:
    (_, routed) = lines(ticket(TicketRouted))

    assert routed.detail == "infrastruktur / lampu-jalan → narahubung lampu jalan, Dinas PU CKPP"
