"""Complaints as lines of JSON, and where each belongs as another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args

from pydantic import ValidationError

from services.router.domain.sorting import Sorter
from services.router.domain.unadmitted import complaint_of
from services.router.json_lines import NoObjectError, read_object
from shared.contracts.admitted import MaskedComplaint
from shared.contracts.complaint import Place
from shared.contracts.sorted import Sorting
from shared.contracts.words import EMERGENCY, TRIAGE, Kind

KINDS: tuple[Kind, ...] = get_args(Kind)
# What is left when not one word says anything.
NO_GUESS = {"sector": "lainnya", "confidence": 0.0}


class LineError(Exception):
    """Why a line cannot be sorted; `id` is the complaint's, as far as it could be read."""

    def __init__(self, reason: str, given_id: object = None) -> None:
        super().__init__(reason)
        self.given_id = given_id


class LineSorter:
    """Sorts what a line says; the same line, sorter and day always give the same answer."""

    def __init__(self, sorter: Sorter, at: datetime) -> None:
        self._sorter = sorter
        self._at = at

    def sort(self, line: bytes) -> dict[str, Any]:
        """Where the line's complaint belongs; raises LineError."""
        try:
            row = read_object(line)
        except NoObjectError as error:
            raise LineError(str(error)) from None
        try:
            complaint = self._complaint(row)
        except LineError as error:
            raise LineError(str(error), row.get("id")) from None
        return {"id": row.get("id"), **answer(self._sorter.sort(complaint))}

    def _complaint(self, row: Mapping[str, Any]) -> MaskedComplaint:
        kind = row.get("kind") or "complaint"
        if kind not in KINDS:
            raise LineError(f"kind is one of {', '.join(KINDS)}")
        return complaint_of(_text(row), _place(row.get("place")), kind, self._at)


def answer(sorting: Sorting) -> dict[str, Any]:
    """A sorting as a line says it; `emergency` is there only when it is one."""
    found = {"district": sorting.district, "village": sorting.village, "question": sorting.place_question}
    guesses = [{"sector": each.sector, "confidence": round(each.confidence, 3)} for each in sorting.top3]
    said = {
        "sector": sorting.sector or TRIAGE,
        "topic": sorting.topic,
        "place": found if any(found.values()) else None,
        "kind": sorting.kind,
        "confidence": round(sorting.confidence, 3),
        "top3": guesses or [NO_GUESS],
        "reason": sorting.reason,
    }
    return said | {"emergency": True} if sorting.queue == EMERGENCY else said


def _text(row: Mapping[str, Any]) -> str:
    text = row.get("text")
    if not isinstance(text, str):
        raise LineError("has no text" if text is None else "text is not a string")
    return text


def _place(given: object) -> Place | None:
    if given is None:
        return None
    try:
        return Place.model_validate(given)
    except ValidationError as error:
        fields = sorted({".".join(map(str, ("place", *problem["loc"]))) for problem in error.errors()})
        raise LineError(f"cannot be read: {', '.join(fields)}") from None
