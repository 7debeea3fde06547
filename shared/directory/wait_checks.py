"""Whether what may be waited for, and the windows that close by themselves, can be watched."""

from collections.abc import Iterator
from datetime import timedelta
from typing import get_args

from shared.contracts.words import OWN, PauseKind
from shared.directory.desk import Desk
from shared.directory.model import Directory
from shared.directory.procedures import PausePolicy
from shared.directory.promises import LAPSING, PromisePolicy

LEAST = timedelta(days=1)
# What alone starts these clocks; it starts no other.
STARTS = {"objection": "resolved", "act": "acknowledged", "update": "told"}
BEGUN = {start: clock for clock, start in STARTS.items()}


def check_waits(draft: Directory, desk: Desk) -> None:
    """Notes every problem of a draft, whose entries were read one by one, on the desk."""
    _pauses(draft, desk)
    _windows(draft, desk)


def _pauses(draft: Directory, desk: Desk) -> None:
    known = desk.slugs(PausePolicy)
    for kind in get_args(PauseKind):
        if kind not in known:
            desk.note(desk.file("pauses.yaml"), (), f"nothing says how long a ticket may wait for {kind!r}")
    for policy in draft.pauses.values():
        if policy.cap < LEAST:
            desk.object_to(policy, ("cap",), f"nobody can wait for so little as {policy.cap}; at least a day")


def _windows(draft: Directory, desk: Desk) -> None:
    for policy in draft.promises.values():
        if policy.waits and policy.clock != "update":
            desk.object_to(policy, ("waits",), "only how often a citizen is told depends on what is waited for")
        if policy.clock == "review":
            desk.object_to(policy, ("clock",), "how long a ticket waits is said when it begins to; see pauses.yaml")
        elif STARTS.get(policy.clock, policy.starts) != policy.starts or BEGUN.get(policy.starts) not in {
            None,
            policy.clock,
        }:
            desk.object_to(policy, ("starts",), "; ".join(f"{clock} starts with {at}" for clock, at in STARTS.items()))
        for field, text in _in_vain(policy):
            desk.object_to(policy, (field,), text)


def _in_vain(policy: PromisePolicy) -> Iterator[tuple[str, str]]:
    """What it says and nobody would ever do."""
    if policy.clock == "objection" and policy.warn:
        yield "warn", "a citizen's window warns nobody and climbs no ladder"
    for field in ("rungs", "again") if policy.starts in LAPSING else ():
        if getattr(policy, field):
            yield field, f"what starts with {policy.starts} lapses and climbs no ladder"
    if policy.track != OWN and (policy.starts == "delivered" or policy.clock == "objection"):
        yield "track", f"beside the regency's own no other {policy.clock} can run that starts with {policy.starts}"
