"""The account of alarms around a kill: what is lost, what is doubled, and what is only repeated."""

from datetime import timedelta

import pytest

from services.sla.domain.clock import Alarm, Clock
from shared.contracts.event import HEADER_ID
from tests.builders import NOW, STEPS, fresh_number
from tests.chaos.timers import Said
from tests.listening import Heard

CLOCKS = [
    Clock(fresh_number(), "answer", 1, "infrastruktur", NOW + timedelta(hours=4), NOW, (Alarm(NOW, STEPS[0]),))
    for _ in range(2)
]


def heard(place: int, body: bytes = b"said") -> Heard:
    key = f"promises.warned:{CLOCKS[place].key}:{STEPS[0].name}"
    return Heard("PROMISES", 1, "promises.infrastruktur.warned", {HEADER_ID: key}, body)


@pytest.mark.parametrize(
    ("said", "lost", "doubled", "repeated"),
    [
        ([heard(0), heard(1)], 0, 0, 0),
        ([heard(0)], 1, 0, 0),
        ([heard(0), heard(0), heard(1)], 0, 0, 1),
        ([heard(0), heard(0, b"said otherwise"), heard(1)], 0, 1, 1),
    ],
    ids=["each once", "one never", "one again", "one as two things"],
)
def test_each_alarm_is_accounted_for(said: list[Heard], lost: int, doubled: int, repeated: int) -> None:
    seen = Said(CLOCKS)
    for one in said:
        seen.hear(one)
    account = seen.account("sla", 2, 1.0)
    assert (account.lost, account.doubled, account.repeated) == (lost, doubled, repeated)
    assert account.holds is (lost == doubled == 0)


def test_what_is_said_of_others_is_not_counted() -> None:
    seen = Said(CLOCKS[:1])
    seen.hear(heard(1))
    assert seen.unsaid == 1
