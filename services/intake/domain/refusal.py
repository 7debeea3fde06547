"""Why a complaint is not taken, in words its source understands and without a word of what stood in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from shared.contracts.reply import RefusalCode

MOMENT = "harus tanggal, jam dan zona waktu, misalnya 2026-11-23T08:00:00+07:00"

# By the beginning of pydantic's name for the problem; the first that fits wins.
_WORDS = (
    ("missing", "wajib diisi"),
    ("string_too_short", "tidak boleh kosong"),
    ("string_too_long", "paling panjang {max_length} huruf"),
    ("string_unicode", "harus teks dalam UTF-8"),
    ("string", "harus teks"),
    ("literal", "harus salah satu dari {expected}"),
    ("datetime", MOMENT),
    ("timezone", MOMENT),
    ("bool", "harus true atau false"),
    ("less_than_equal", "paling besar {le}"),
    ("greater_than_equal", "paling kecil {ge}"),
    ("float", "harus angka"),
    ("int", "harus bilangan bulat"),
    ("model", "harus objek JSON"),
)
_VALUES = {"text": "tidak boleh memuat karakter kendali; ini tampaknya bukan teks", "reported_at": MOMENT}
_UNKNOWN = "tidak dapat dibaca"


@dataclass(frozen=True)
class Fault:
    """One field that does not fit, as its path in the body, and why."""

    field: str
    words: str


@dataclass(frozen=True)
class Refusal:
    """A complaint that is not taken; `id` is None when there was none to read."""

    source: str
    id: str | None
    code: RefusalCode
    reason: str
    faults: tuple[Fault, ...] = ()


def invalid(source: str, id: str | None, error: ValidationError) -> Refusal:  # noqa: A002 -- the contract's word
    """The refusal of a body that does not fit, naming every field."""
    faults = tuple(_faults(error))
    reason = "; ".join(f"{fault.field} {fault.words}" for fault in faults)
    return Refusal(source, id, "invalid", reason, faults)


def _faults(error: ValidationError) -> Iterable[Fault]:
    for problem in error.errors(include_input=False, include_url=False):
        field = ".".join(str(part) for part in problem["loc"]) or "body"
        yield Fault(field, _words(field, problem["type"], problem.get("ctx", {})))


def _words(field: str, problem: str, context: Mapping[str, Any]) -> str:
    if problem == "value_error":
        return _VALUES.get(field, _UNKNOWN)
    said = next((words.format(**context) for name, words in _WORDS if problem.startswith(name)), _UNKNOWN)
    return said.replace(" or ", " atau ")
