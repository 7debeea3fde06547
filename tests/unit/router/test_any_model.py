"""Whatever numbers a model file holds, it is refused or every sort has confidences."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.model import ModelError, parse
from services.router.domain.model_text import MOST, SHORTEST, Header, Row, write
from services.router.domain.rules import Evidence
from tests.unit.router.models import header

SECTORS = ("infrastruktur", "lingkungan", "perhubungan")


def changed(field: str, number: float) -> Header:
    """A header that nobody checked."""
    whole = header(SECTORS)
    if field == "bias":
        return whole.model_copy(update={"bias": [number, -1.0, 0.0]})
    if field == "trust":
        return whole.model_copy(update={"trust": whole.trust.model_copy(update={"score": number})})
    return whole.model_copy(update={field: number})


@given(
    field=st.sampled_from(["bias", "step", "unseen", "trust", "length"]),
    number=st.floats() | st.floats(-MOST, MOST) | st.sampled_from([0.0, SHORTEST, MOST, -MOST, 1e308]),
    weights=st.tuples(*[st.integers(-32_768, 32_767)] * 3),
)
def test_it_is_refused_or_gives_confidences(field: str, number: float, weights: tuple[int, ...]) -> None:
    row = Row("word", "busuk", number if field == "length" else 5.0, list(weights))
    with suppress(ModelError):
        model = parse(write(changed(field, number) if field != "length" else header(SECTORS), [row]), "m")
        for words in (["busuk"], ["busuk", "asing"], ["asing"]):
            assert sum(model.confidences(words, Evidence({}, {})).values()) == pytest.approx(1)
