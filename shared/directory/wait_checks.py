"""Whether what may be waited for, and the windows that close by themselves, can be watched."""

from datetime import timedelta
from typing import get_args

from shared.contracts.words import PauseKind
from shared.directory.desk import Desk
from shared.directory.model import Directory
from shared.directory.procedures import PausePolicy

LEAST = timedelta(days=1)


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
        if policy.clock == "review":
            desk.object_to(policy, ("clock",), "how long a ticket waits is said when it begins to; see pauses.yaml")
        elif (policy.starts == "resolved") != (policy.clock == "objection"):
            desk.object_to(policy, ("starts",), "objection starts with resolved, and no other clock does")
        elif policy.clock == "objection":
            for field in ("warn", "rungs"):
                if getattr(policy, field):
                    desk.object_to(policy, (field,), "a citizen's window warns nobody and climbs no ladder")
