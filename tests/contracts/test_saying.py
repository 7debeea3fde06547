"""Who says what: nobody says another's words, and nothing is said to the wind."""

from itertools import chain
from typing import get_args

import pytest

from shared.contracts.action import Action
from shared.contracts.receipt import Receipt
from shared.contracts.streams import HEARS
from shared.contracts.timer import TimerDue
from shared.contracts.words import OPEN, UNSEEN, WAITING, ClockName, State
from shared.runtime.service import Service
from tests.builders import started, ticket
from tests.contracts.conftest import NAMES
from tests.contracts.events import EVENTS, MESSAGES, channel
from tests.contracts.subjects import within

# What people, providers and the broker say; the services only hear it.
FROM_OUTSIDE = {Action.NAME, Receipt.NAME, TimerDue.NAME}
# What publishers, the broker, and whoever counts the answers hear; no service does.
FOR_OTHERS = {"replies.accepted", "replies.refused", "timers.set", "checks.answered"}

# In which states of a segment such a clock is still to begin: to stop it there would keep it from ever running.
BEFORE_IT_BEGINS: dict[ClockName, frozenset[State]] = {
    "act": UNSEEN,
    "review": OPEN - WAITING,
    "objection": OPEN,
}


def said_by(service: Service) -> set[str]:
    """The names of its events, down to those that are really said."""
    return {name for kind in service.says for name in kind.named() if name in EVENTS}


@pytest.mark.parametrize("name", NAMES)
def test_no_service_says_what_another_says(name: str, services: dict[str, Service]) -> None:
    others = set(chain.from_iterable(said_by(other) for other in services.values() if other.name != name))
    assert said_by(services[name])
    assert not said_by(services[name]) & others


def test_together_they_say_every_event_but_those_that_come_from_outside(services: dict[str, Service]) -> None:
    assert set(chain.from_iterable(map(said_by, services.values()))) == set(EVENTS) - FROM_OUTSIDE


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_is_heard_by_a_service_or_is_meant_for_others(name: str) -> None:
    heard = any(within(channel(EVENTS[name]), hears.filter) for hears in HEARS)
    # Receipts wait in their stream until a channel has them.
    assert heard is (name not in FOR_OTHERS | {Receipt.NAME})


@pytest.mark.parametrize("name", NAMES)
def test_a_service_handles_exactly_what_the_table_says_it_hears(name: str, services: dict[str, Service]) -> None:
    handled = [hearing.filter for hearing in services[name].hearings]
    assert sorted(handled) == sorted(hears.filter for hears in HEARS if hears.service == name)


@pytest.mark.parametrize("name", NAMES)
def test_what_it_reads_is_what_is_said_there(name: str, services: dict[str, Service]) -> None:
    for hearing in services[name].hearings:
        said = {kind for kind in MESSAGES.values() if within(channel(kind), hearing.filter)}
        assert said
        assert all(issubclass(kind, hearing.kind) for kind in said)


@pytest.mark.parametrize("name", NAMES)
def test_no_two_services_answer_the_same_question(name: str, services: dict[str, Service]) -> None:
    asked = {name: {answering.question for answering in service.answerings} for name, service in services.items()}
    assert not asked[name] & set(chain.from_iterable(asked[other] for other in NAMES if other != name))


@pytest.mark.parametrize("told", [False, True])
@pytest.mark.parametrize("state", get_args(State))
def test_sla_runs_exactly_the_clocks_whose_promise_router_calls_unkept(state: State, *, told: bool) -> None:
    from services.router.domain.consequences import is_unkept  # noqa: PLC0415 -- two services side by side, only here
    from services.sla.domain.clock import begins, ends  # noqa: PLC0415

    promised = [name for name in get_args(ClockName) if told or name != "update"]
    event = ticket(state=state, promises=tuple(started(name) for name in promised))
    begun, over = {made.clock for made in begins(event)}, {name for name, _ in ends(event)} & {*promised}
    to_come = {name for name in promised if state in BEFORE_IT_BEGINS.get(name, ())}
    assert begun == {name for name in promised if is_unkept(event, name)} | to_come
    assert over == {*promised} - begun
