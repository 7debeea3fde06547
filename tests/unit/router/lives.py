"""What may happen to a ticket: wishes of everybody, clocks that ring, letters that fail, rosters that change."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from services.router.domain.chart import ACTIONS, may_act, standing, ways
from services.router.domain.consequences import is_unkept
from shared.contracts.action import Action, ActionKind
from shared.contracts.promise import PromiseBreached, PromiseEvent, PromiseLapsed, PromiseWarned
from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Promise, Step
from shared.contracts.words import CITIZEN, EMERGENCY, TRIAGE
from tests.builders import NOW, action, rostered
from tests.conftest import shipped

# Somebody is away for a while, somebody leaves and nobody is there to stand in for them, and a rung is empty.
TOWN = rostered(
    shipped(),
    """
    narahubung-lampu-jalan:
      leaves: [{first: 2026-11-24, last: 2026-11-26, substitute: narahubung-jalan}]
    narahubung-izin-bangunan:
      sittings: [{kind: vacant, valid_from: 2026-11-24}]
    narahubung-reklame:
      sittings: [{kind: vacant, valid_from: 2026-11-24}]
    kepala-dpu-ckpp:
      sittings: [{kind: vacant, valid_from: 2026-01-05}]
    """,
)
BEGINNINGS = st.sampled_from([("infrastruktur", "lampu-jalan"), (TRIAGE, None), (EMERGENCY, None)])
TARGETS = st.sampled_from(
    [
        {"sector": "infrastruktur", "topic": "lampu-jalan"},
        {"sector": "infrastruktur", "topic": "jembatan"},
        {"sector": "perizinan", "topic": "izin-bangunan"},
        {"sector": "infrastruktur", "topic": "telepon-umum"},
    ]
)
DAYS = st.dates(NOW.date(), NOW.date() + timedelta(days=60))
GIVEN: dict[ActionKind, st.SearchStrategy[dict[str, Any]]] = {
    "decide": TARGETS,
    "hand_over": st.just({}) | TARGETS,
    "reclassify": TARGETS,
    "pause": st.fixed_dictionaries({"pause": st.sampled_from(["authority", "safety"]), "on": DAYS}),
    "forward": st.sampled_from([{"agency": "bbpjn"}, {"agency": "dinkes"}]),
    "resolve": st.sampled_from([{"outcome": "done"}, {"outcome": "answered"}, {"outcome": "incomplete"}]),
    "rate": st.sampled_from([{"score": 1}, {"score": 5}]),
}
# Nobody sees much of a ticket whose reporter soon takes it back.
LASTING = tuple(way for way in ACTIONS if way.kind not in {"link", "unlink", "withdraw"})
WHO = st.sampled_from([*["whoever may"] * 8, "above", "offered", "told", "triage", "citizen", "former", "bupati"])
WORDS = st.sampled_from([*["Besok kami cek."] * 5, None, ""])


@st.composite
def wishes(draw: st.DrawFn, history: list[TicketEvent], now: datetime) -> Action:
    """Something somebody wishes for this ticket, now or having seen an earlier revision of it."""
    latest = history[-1]
    fitting = sorted({way.kind for way in LASTING if standing(latest) in way.states})
    kind = draw(st.sampled_from([*fitting * 4, *sorted(GIVEN), "acknowledge", "reply", "confirm", "withdraw"]))
    given = {**draw(GIVEN.get(kind, st.just({}))), "words": draw(WORDS), "at": now}
    seen = draw(st.sampled_from([None, None, None, latest.revision, max(1, latest.revision - 1)]))
    actor = _actor(draw(WHO), kind, history)
    return action(kind, id=f"wish-{now.timestamp()}-{latest.revision}", actor=actor, revision=seen, **given)


def _actor(who: str, kind: ActionKind, history: list[TicketEvent]) -> str:
    latest = history[-1]
    of_citizen = all("citizen" in way.who for way in ways(kind))
    others = {
        "whoever may": CITIZEN if of_citizen else latest.holder.post,
        "above": max(may_act(latest)),
        "offered": latest.offered.post if latest.offered else latest.holder.post,
        "told": latest.helpers[-1] if latest.helpers else latest.holder.post,
        "triage": TOWN.triage_post,
        "citizen": CITIZEN,
        "former": history[0].holder.post,
    }
    return others.get(who, who)


@st.composite
def rings(draw: st.DrawFn, ticket: TicketEvent, now: datetime) -> PromiseEvent:
    """A step of one of its promises, most often of one that is unkept, or of one of a segment that is over."""
    unkept = [promise for promise in ticket.promises if is_unkept(ticket, promise.clock)]
    promise: Promise = draw(st.sampled_from([*unkept * 3, *ticket.promises]))
    step: Step = draw(st.sampled_from(promise.steps))
    kind = PromiseLapsed if step.lapses else PromiseBreached if step.rung else PromiseWarned
    segment = draw(st.sampled_from([ticket.segment, ticket.segment, max(1, ticket.segment - 1)]))
    place = {"ticket": ticket.ticket, "queue": ticket.queue, "clock": promise.clock}
    run = {"track": promise.track, "segment": segment}
    said = {"step": step.name, "rung": step.rung, "post": step.post, "reason": "waktunya habis"}
    return kind.model_validate({**place, **run, **said, "due_at": now, "at": now})
