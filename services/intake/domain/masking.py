"""Takes out of a text what tells who wrote it: the own name, e-mail addresses, number plates, telling numbers."""

import re

from services.intake.domain.digits import mask_numbers
from services.intake.domain.names import mask_name
from shared.contracts.complaint import Place

EMAIL, PLATE = "[surel]", "[pelat]"
LINE_LIMIT = 200

_SIGN = r"[^\s@<>()\[\],;:\"]"
_EMAIL = re.compile(rf"(?<!{_SIGN}){_SIGN}++ ?@ ?[\w-]++(?:\.[\w-]++)+")

_REGIONS = (
    "AA|AB|AD|AE|AG|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|"
    "EA|EB|ED|KB|KH|KT|KU|PA|PB|RI|[ABDEFGHKLMNPRSTWZ]"
)
# House numbers and measures look like plates: B 12 RT 03, M 500 KG.
_NO_END = (
    r"(?!(?i:RT|RW|NO|KM|KG|CM|MM|M|HA|GG|JL|DS|DI|KE|PD|DAN|ADA|YG|DG|DGN|INI|ITU|TDK|DLL|UTK|"
    r"THN|TH|BLN|HR|JAM|MNT|WIB|RB|JT|KK|ORG)(?!\w))"
)
_GAP = r"[ .-]{0,2}"
# P3K and E 3 are no plates; in small letters a year that stands alone is a year ("dr 2019 ke").
_PLATES = (
    rf"(?:{_REGIONS}){_GAP}[1-9]\d{{2,3}}{_GAP}{_NO_END}[A-Z]{{1,3}}",
    rf"(?:{_REGIONS})[ -][1-9]\d?[ -]{_NO_END}[A-Z]{{2,3}}",
    rf"(?i:(?:{_REGIONS})(?:[1-9]\d{{2,3}}|{_GAP}(?!(?:19|20)\d\d)[1-9]\d{{2,3}}{_GAP}){_NO_END}[A-Z]{{1,3}})",
)
_PLATE = re.compile(rf"(?<![\w/-])(?:{'|'.join(_PLATES)})(?!\w)")


def mask(text: str, name: str | None = None) -> str:
    """The text as the rest of the system may see it; `name` is the reporter's."""
    named = mask_name(_EMAIL.sub(EMAIL, text), name or "")
    return mask_numbers(_PLATE.sub(PLATE, named))


def mask_place(place: Place, name: str | None = None) -> Place:
    """The place without what tells a person; its district and village keep their names, whatever the reporter's is."""
    return place.model_copy(
        update={"note": _line(place.note, name), "district": _line(place.district), "village": _line(place.village)}
    )


def _line(text: str | None, name: str | None = None) -> str | None:
    """A mask may be longer than what it hides, and a line has its limit."""
    return None if text is None else mask(text, name)[:LINE_LIMIT].strip()
