"""What one edition of the directory says otherwise than another, in words for whoever applies it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shared.directory.fact import Entry, Fact
from shared.directory.model import Directory
from shared.directory.offices import Post

# How one entry of a part is called; that of any other part has no name of its own.
ENTRIES = {
    "sources": "source ",
    "agencies": "agency ",
    "posts": "post ",
    "districts": "district ",
    "sectors": "sector ",
    "topics": "topic ",
    "promises": "promise ",
    "calendars": "calendar ",
    "spellings": "spellings of ",
    "roster": "roster of ",
    "pauses": "pause ",
    "procedures": "procedure ",
    "stages": "stage ",
    "wording": "wording ",
}
MOST_NAMED = 12
SHORT = 60

Place = tuple[str, ...]
Lines = Iterator[tuple[Place, str]]


def differences(old: Directory, new: Directory) -> list[str]:
    """A line for each thing added, removed or changed; where a post is reached is each service's own and left out."""
    parts = type(new).model_fields
    found = (line for part in parts for line in _walk((), part, getattr(old, part), getattr(new, part)))
    return [": ".join(filter(None, (", ".join(place), said))) for place, said in found]


def _walk(place: Place, name: str, old: Any, new: Any) -> Lines:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _entries(place, name, old, new)
    elif isinstance(old, Fact) and type(old) is type(new):
        for field in type(new).model_fields:
            if not (isinstance(new, Post) and field == "contact"):
                yield from _walk((*place, name), field, getattr(old, field), getattr(new, field))
    elif isinstance(old, tuple) and isinstance(new, tuple):
        if len(old) == len(new) and all(isinstance(item, Fact) for item in (*old, *new)):
            for number, pair in enumerate(zip(old, new, strict=True), start=1):
                yield from _walk(place, f"{name} {number}", *pair)
        else:
            yield (*place, name), _moved(old, new)
    else:
        yield (*place, name), _turned(old, new)


def _entries(place: Place, part: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Lines:
    kind = ENTRIES.get(part, f"{part} ")
    for said, entries, others in (("added", new, old), ("removed", old, new)):
        if alone := [key for key in entries if key not in others and _empty(entries[key]) is None]:
            yield place, f"{kind}{_list(alone)} {said}"
    for key in {**new, **old}:
        before, after = old.get(key, _empty(new.get(key))), new.get(key, _empty(old.get(key)))
        if before is not None and after is not None:
            yield from _walk(place, f"{kind}{key}", before, after)


def _empty(entry: object) -> Entry | None:
    """The entry as it is where nothing stands in it; None where that cannot be."""
    if not isinstance(entry, Entry):
        return None
    needed = {name for name, field in type(entry).model_fields.items() if field.is_required()}
    return type(entry)(slug=entry.slug) if needed == {"slug"} else None


def _moved(old: Sequence[Any], new: Sequence[Any]) -> str:
    came = [f"+ {_said(item)}" for item in new if item not in old]
    went = [f"- {_said(item)}" for item in old if item not in new]
    return _list([*came, *went]) if came or went else "in another order"


def _turned(old: object, new: object) -> str:
    if isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > SHORT:
        return "other words"
    return f"{_said(old)} is now {_said(new)}"


def _said(value: object) -> str:
    if isinstance(value, Fact):
        fields = ((name, getattr(value, name)) for name in type(value).model_fields)
        return "(" + ", ".join(f"{name} {_said(one)}" for name, one in fields if one not in (None, ())) + ")"
    if isinstance(value, str):
        return f"“{value}”" if len(value) <= SHORT else f"“{value[:SHORT]}…”"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_said, value))}]"
    return "nothing" if value is None else str(value).removesuffix(", 0:00:00")


def _list(named: Sequence[str]) -> str:
    more = len(named) - MOST_NAMED
    return ", ".join(named[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
