"""Until when a holder reads that they should answer, apart from the citizen's date."""

from datetime import timedelta
from typing import Any

import pytest

from services.notifier.domain.deadlines import due_at, in_words
from services.notifier.domain.wording import Wording
from services.router.domain.assignment import assign
from shared.contracts.ticket import TicketEvent, TicketHandedOver, TicketRouted
from shared.contracts.words import Audience
from shared.directory.model import Directory
from shared.policy.promise import promises
from tests.builders import NOW, sorted_to, sorting, started, ticket


@pytest.fixture(scope="module")
def wording(directory: Directory) -> Wording:
    return Wording(directory, "https://melayani.banyuwangi.example")


@pytest.mark.parametrize(
    ("queue", "topic", "urgency", "asked"),
    [
        ("infrastruktur", "lampu-jalan", "normal", "Mohon dijawab dalam 4 jam kerja. Bila lewat, atasan"),
        ("infrastruktur", "lampu-jalan", "backlog", "Mohon dijawab dalam 5 hari kerja. Bila lewat, atasan"),
        ("triage", None, "normal", "Mohon dipilah dalam 1 jam kerja. Bila lewat, atasan"),
        ("emergency", None, "emergency", "Mohon diterima dalam 5 menit. Bila lewat, pimpinan"),
    ],
)
def test_a_holder_reads_how_long_they_have_before_those_above_hear_of_it(
    wording: Wording, directory: Directory, queue: str, topic: str | None, urgency: str, asked: str
) -> None:
    event = assign(sorted_to(queue, topic=topic, urgency=urgency), directory, NOW, 1.0)
    body = wording.render(event, "liaison").body
    assert asked in body
    assert "Warga dijanjikan kabar paling lambat: " in body


@pytest.mark.parametrize(
    ("queue", "topic", "urgency", "asked"),
    [
        ("infrastruktur", "lampu-jalan", "normal", "Mohon dijawab dalam 4 jam kerja."),
        ("infrastruktur", "lampu-jalan", "emergency", "Mohon dijawab dalam 15 menit."),
        ("triage", None, "normal", "Mohon diputuskan dalam 1 jam kerja."),
        ("triage", None, "emergency", "Mohon diputuskan dalam 15 menit."),
    ],
)
def test_a_new_holder_reads_how_long_they_have_themselves(
    wording: Wording, directory: Directory, queue: str, topic: str | None, urgency: Any, asked: str
) -> None:
    sorted_so = sorting(queue, queue if topic else None, topic)
    made = promises(directory, sorted_so, urgency, NOW)
    event = ticket(TicketHandedOver, queue=queue, sorting=sorted_so, promises=made)
    assert asked in wording.render(event, "liaison").body


@pytest.mark.parametrize("kind", [TicketRouted, TicketHandedOver])
@pytest.mark.parametrize(("audience", "told"), [("citizen", False), ("liaison", False), ("leader", True)])
def test_a_date_that_has_passed_is_told_to_leaders_alone(
    kind: type[TicketEvent], audience: Audience, told: bool
) -> None:
    event = ticket(kind, promises=(started(),), changed_at=NOW + timedelta(days=9))
    assert (due_at(event, audience) is not None) is told


@pytest.mark.parametrize(
    ("calendar", "span", "words"),
    [
        ("kantor", timedelta(hours=1), "1 jam kerja"),
        ("kantor", timedelta(hours=7, minutes=30), "1 hari kerja"),
        ("kantor", timedelta(hours=8), "8 jam kerja"),
        ("kantor", timedelta(minutes=90), "1 jam 30 menit kerja"),
        ("siaga", timedelta(hours=15), "15 jam"),
        ("siaga", timedelta(minutes=5), "5 menit"),
        ("siaga", timedelta(seconds=4), "4 detik"),
        ("siaga", timedelta(milliseconds=4), "1 detik"),
    ],
)
def test_a_span_is_told_as_people_say_it(directory: Directory, calendar: str, span: timedelta, words: str) -> None:
    assert in_words(span, directory.calendars[calendar]) == words
