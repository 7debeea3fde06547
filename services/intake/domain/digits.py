"""Which numbers in a text lead to a person, and which are only numbers: dates, money, measures, years.

Every repetition is bounded or possessive, so that the time it takes grows with the length of the text and no faster.
"""

import re
from dataclasses import dataclass

PHONE, NIK, ACCOUNT = "[nomor telepon]", "[NIK]", "[nomor]"

# Spaces and dashes of every width and the invisible marks a phone copies along; no full stop that ends a sentence.
_SPACE = r"[ \t\u00a0\u2007\u2009\u202f\u200b-\u200f\u202a-\u202e\u2060-\u2069]"
_TIE = r"[.\-\u2010-\u2015\u2212_]"
_JOINT = rf"(?:(?!\.\s)(?:{_SPACE}|{_TIE}|[()]){{1,4}}+)?+"

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of number is written; without a mask it is harmless and stays."""

    name: str
    mask: str | None
    pattern: str


# The first that fits wins.
KINDS = (
    Kind("money", None, rf"(?<![^\W\d_])(?:rp|idr)\.?{_SPACE}{{0,2}}[1-9]\d{{0,14}}(?:[.,]\d{{3}}(?!\d))*"),
    Kind("date", None, rf"(?<!\d){_DAY}(?P<tie>[-. ]){_MONTH}(?P=tie){_YEAR}(?!\d)"),
    Kind("iso_date", None, rf"(?<!\d){_YEAR}-{_MONTH}-{_DAY}(?!\d)"),
    Kind("years", None, rf"(?<!\d){_YEAR}(?:[ \-]{_YEAR}(?!\d)){{1,20}}+(?!{_JOINT}\d)"),
    Kind("abroad", PHONE, rf"\(?\+{_SPACE}?\d{{9,15}}(?!\d)"),
    Kind("abroad_split", PHONE, rf"\(?\+{_SPACE}?\d(?:{_JOINT}\d){{8,14}}(?!\d)"),
    Kind("mobile", PHONE, r"(?<!\d)(?:(?:00)?62)?0?8\d{8,11}(?!\d)"),
    Kind("landline", PHONE, r"(?<!\d)0[2-9]\d{7,11}(?!\d)"),
    Kind("mobile_62", PHONE, rf"(?<!\d)(?:00)?62{_JOINT}0?8(?:{_JOINT}\d){{8,11}}(?!\d)"),
    Kind("phone_tied", PHONE, rf"(?<!\d)0[2-9]\d(?:(?:{_TIE}|/)?\d){{7,10}}(?!\d)"),
    Kind("phone_split", PHONE, rf"(?:\((?=\d+\))|(?<!\d))(?:0[2-9]\d|08(?=.\d{{4}})|0.8)(?:{_JOINT}\d){{6,11}}(?!\d)"),
    Kind("nik", NIK, rf"(?<!\d)\d(?:{_JOINT}\d){{15}}(?!\d)"),
    Kind("amount", None, r"(?<!\d)[1-9]\d{0,2}(?:\.\d{3})++(?![.\-]?\d)(?! \d{3,4}[ \-]\d)"),
    Kind("degrees", None, rf"(?<!\d)[1-9]\d{{0,2}}\.\d{{4,8}}(?!{_JOINT}\d)"),
    Kind("account", ACCOUNT, rf"(?<!\d)(?=(?:{_TIE}?\d){{10}})\d++(?:{_TIE}\d++)*+"),
    Kind("blocks", ACCOUNT, r"(?<!\d)(?=(?: ?\d){10})(?:\d{3,9} ){1,5}+\d{1,9}(?!\d)"),
)
_MASKS = {kind.name: kind.mask for kind in KINDS}
_ANY = "|".join(f"(?P<{kind.name}>{kind.pattern})" for kind in KINDS)
_NUMBER = re.compile(rf"(?=[\d(+ri])(?:{_ANY})", re.IGNORECASE)


def mask_numbers(text: str) -> str:
    """The text without phone numbers, NIK and KK numbers, and any other number long enough to be an account."""
    return _NUMBER.sub(lambda found: _MASKS[_kind(found)] or found[0], text)


def _kind(found: re.Match[str]) -> str:
    return next(name for name in _MASKS if found[name] is not None)
