"""A refusal names the field and the rule, never the value."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.contracts.complaint import Complaint
from shared.contracts.ticket import TicketEvent
from shared.runtime.delivery import explain

PRIVATE = "rahasia warga 0812"
PRIVATES = st.text().map(lambda more: PRIVATE + more)
WRONG: dict[str, Any] = {
    "text": [PRIVATE],
    "kind": PRIVATE,
    "reporter": {"name": {"of": PRIVATE}, "phone": PRIVATE * 30, "nik": [PRIVATE]},
    "place": {"latitude": PRIVATE, "longitude": "181"},
    "privacy": PRIVATE,
    "reported_at": PRIVATE,
    "backlog": PRIVATE,
    "schema": PRIVATE,
}


def explained(kind: type[Complaint] | type[TicketEvent], body: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(body)
    return explain(caught.value)


@given(st.sets(st.sampled_from(sorted(WRONG)), min_size=1))
def test_every_field_at_fault_is_named_and_no_value_is_told(fields: set[str]) -> None:
    reason = explained(Complaint, {"text": "t"} | {field: WRONG[field] for field in fields})

    assert all(field in reason for field in fields)
    assert PRIVATE not in reason


@given(st.recursive(PRIVATES, lambda inner: st.lists(inner) | st.dictionaries(PRIVATES, inner), max_leaves=8))
def test_whatever_stands_in_a_body_is_not_told(value: Any) -> None:
    reason = explained(TicketEvent, {"ticket": value, "revision": value, "state": value, "complaint": value})

    assert PRIVATE not in reason


def test_a_body_that_is_no_json_at_all_is_called_the_body() -> None:
    with pytest.raises(ValidationError) as caught:
        Complaint.model_validate_json(PRIVATE)

    assert explain(caught.value).startswith("body: Invalid JSON")
    assert PRIVATE not in explain(caught.value)
