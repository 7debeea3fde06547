"""What the audit's gauge shows while a round, which may take hours, is under way."""

from collections.abc import AsyncIterator
from typing import cast

import pytest

from services.sla import audit
from services.sla.audit import VIOLATIONS, Audit
from services.sla.standing import Standing
from shared.contracts.audit_question import Audited, Violation
from shared.directory.model import Directory
from shared.runtime.bus import Bus
from tests.builders import NOW, TICKET

QUEUE = "infrastruktur"
WRONG = Audited(tickets=1, violations=(Violation(ticket=TICKET, queue=QUEUE, kind="no_clock"),))
WELL = Audited(tickets=1)


def shown() -> float:
    return float(VIOLATIONS.labels(QUEUE, "no_clock")._value.get())


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ([[WRONG, WELL, WRONG]], [[0, 1, 1, 2]]),
        ([[WRONG], [WELL, WELL]], [[0, 1], [1, 1, 0]]),
        ([[WRONG], [WRONG, WRONG]], [[0, 1], [1, 1, 2]]),
        ([[WRONG, WRONG], [WELL, WRONG]], [[0, 1, 2], [2, 2, 1]]),
    ],
    ids=["as found", "less only at the end", "more at once", "what is mended leaves with the round"],
)
async def test_the_gauge_shows(
    rounds: list[list[Audited]], expected: list[list[int]], directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each page, as whoever asks for the next one sees it, and at the end of the round."""
    seen: list[float] = []
    left = iter(rounds)

    async def pages(*_: object) -> AsyncIterator[Audited]:
        for page in next(left):
            seen.append(shown())
            yield page

    monkeypatch.setattr(audit, "walk", pages)
    VIOLATIONS.labels(QUEUE, "no_clock").set(0)
    auditing = Audit(cast("Standing", None), lambda: directory, cast("Bus", None), lambda: NOW, 1, 1)
    for steps in expected:
        seen.clear()
        await auditing._round(QUEUE)
        assert [*seen, shown()] == steps
