"""The learned model as text: a header, then a line for each feature; what is not exactly that is refused."""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any, Literal, NamedTuple, NoReturn, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from shared.contracts.words import Slug

Kind = Literal["word", "pair", "part", "rule"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ROW_LENGTH = 4
EDITION_LENGTH = 12
# No number a training writes is near these; larger ones, or shorter lengths, could make a confidence no number.
MOST = 1_000.0
SHORTEST = 0.001

Number = Annotated[float, Field(ge=-MOST, le=MOST, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]


class ModelError(Exception):
    """A model that cannot be used: `FILE:LINE: field: reason`."""


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SectorMetrics(Strict):
    """Of one sector, on complaints not learned from."""

    n: Count
    precision: Share
    recall: Share
    f1: Share


class Metrics(Strict):
    """How good it is on complaints not learned from; the directory's examples are none, and without others all is 0.

    `coverage` is the share that would be sent without a person, `precision` how much of that is right;
    `coverage_at_95` the largest share with 95 % right. `left_out` is the accuracy on each source by a model that saw
    nothing of it.
    """

    n: Count
    accuracy: Share
    macro_f1: Share
    coverage: Share
    precision: Share
    coverage_at_95: Share
    sectors: dict[str, SectorMetrics]
    left_out: dict[str, Share]


class Trust(Strict):
    """How far scores and the rules' own confidences count; `new` is added in full where no word was ever seen."""

    score: Number
    score_new: Number
    rules: Number
    rules_new: Number


class Header(Strict):
    """`step` is what 1 in a feature's weights is worth, `unseen` the rarity of a word that was never seen."""

    format: Literal["melayani-model"] = "melayani-model"
    schema_number: Annotated[int, Field(alias="schema", ge=1, le=1)] = 1
    edition: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
    sectors: Annotated[list[Slug], Field(min_length=2)]
    bias: list[Number]
    step: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
    unseen: Annotated[float, Field(ge=SHORTEST, le=MOST, allow_inf_nan=False)]
    trust: Trust
    route_from: Share
    features: Count
    metrics: Metrics


class Row(NamedTuple):
    """A feature: how much it adds to a text's length, and its weight for each sector in steps."""

    kind: Kind
    name: str
    length: float
    weights: Sequence[int]


@dataclass(frozen=True)
class ModelText:
    """`places` says, by kind and name, which row a feature is; row n's weights begin at n times the sectors."""

    header: Header
    places: dict[Kind, dict[str, int]]
    lengths: "array[float]"
    weights: "array[int]"


def write(header: Header, rows: Sequence[Row]) -> Iterator[str]:
    """The model's lines, without line ends; the header's edition is found anew."""
    lines = [_json(list(row)) for row in rows]
    plain = header.model_dump(mode="json", by_alias=True) | {"features": len(rows)}
    yield _json(plain | {"edition": _edition(plain, lines)})
    yield from lines


def read(lines: Iterable[str], name: str) -> ModelText:
    """Raises ModelError; `name` is the file's, for its message."""
    numbered = iter(lines)
    header = _header(next(numbered, ""), name)
    text = ModelText(header, {kind: {} for kind in KINDS}, array("f"), array("h"))
    digest = sha256(_beginning(header.model_dump(mode="json", by_alias=True)))
    for number, line in enumerate(numbered, start=2):
        try:
            _add(line, text)
        except _FieldError as error:
            raise ModelError(f"{name}:{number}: {error}") from None
        digest.update(line.rstrip("\n").encode())
    if len(text.lengths) != header.features:
        raise ModelError(f"{name}:1: features: {header.features} announced, {len(text.lengths)} there")
    if digest.hexdigest()[:EDITION_LENGTH] != header.edition:
        raise ModelError(f"{name}:1: edition: {header.edition} is not the edition of what follows")
    return text


class _FieldError(Exception):
    """`field: reason`."""


def _header(line: str, name: str) -> Header:
    try:
        header = Header.model_validate(_parsed(line))
    except ValidationError as error:
        first = error.errors()[0]
        raise ModelError(f"{name}:1: {'.'.join(map(str, first['loc'])) or 'header'}: {first['msg']}") from None
    except _FieldError as error:
        raise ModelError(f"{name}:1: {error}") from None
    if len(header.bias) != len(header.sectors) or len(set(header.sectors)) != len(header.sectors):
        raise ModelError(f"{name}:1: bias: one number for each sector, and each sector once")
    return header


def _add(line: str, text: ModelText) -> None:
    row = _parsed(line)
    if not isinstance(row, list) or len(row) != ROW_LENGTH:
        raise _FieldError("feature: not a list of kind, name, length and weights")
    kind, name, length, weights = row
    if kind not in KINDS:
        raise _FieldError(f"kind: not one of {', '.join(KINDS)}")
    if not isinstance(name, str) or not name or name in text.places[kind]:
        raise _FieldError("name: missing, no text, or there twice")
    least = 0 if kind == "rule" else SHORTEST
    if type(length) not in {int, float} or not least <= length <= MOST:
        raise _FieldError(f"length: not a number from {least} to {MOST:.0f}")
    if not isinstance(weights, list) or len(weights) != len(text.header.sectors):
        raise _FieldError("weights: not one for each sector")
    if not all(type(weight) is int for weight in weights):
        raise _FieldError("weights: not small whole numbers")
    try:
        text.weights.extend(array("h", weights))
    except OverflowError:
        raise _FieldError("weights: not small whole numbers") from None
    text.places[kind][name] = len(text.lengths)
    text.lengths.append(length)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise _FieldError("line: not JSON") from None


def _refuse(_: str) -> NoReturn:
    raise ValueError("not a number")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _beginning(header: dict[str, Any]) -> bytes:
    # JSON can spell half a character, which has no bytes of its own.
    return _json(header | {"edition": ""}).encode(errors="surrogatepass")


def _edition(header: dict[str, Any], lines: Iterable[str]) -> str:
    digest = sha256(_beginning(header))
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()[:EDITION_LENGTH]
