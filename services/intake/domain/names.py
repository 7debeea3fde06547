"""Takes a person's own name out of a text, however it was split, joined or spelled in capitals."""

import re
from itertools import combinations

NAME = "[nama]"
SHORTEST = 3
SHORTEST_JOINED = 5
LONGEST_GAP = 3
MOST_JOINED = 12

# Standing where a name is asked for, these name nobody.
NO_NAMES = frozenset(
    {"bapak", "ibu", "pak", "bpk", "mas", "mbak", "haji", "hajah", "drs", "dra", "spd", "bin", "binti", "alm"}
    | {"warga", "masyarakat", "anonim", "desa", "kecamatan"}
)

_LETTER = r"[^\W\d_]"
_APOSTROPHES = re.compile(r"['\u2019`]")
_WORD = re.compile(rf"{_LETTER}++(?:{_APOSTROPHES.pattern}{_LETTER}++)*+")


def mask_name(text: str, name: str) -> str:
    """The text without any part of `name` that has three letters or more."""
    forms = _forms(name)
    if not forms:
        return text
    beginnings = {form[:length] for form in forms for length in range(1, len(form) + 1)}
    words = list(_WORD.finditer(text))
    pieces, done, at = [], 0, 0
    while at < len(words):
        end = _end_of_name(words, at, forms, beginnings)
        if end > at:
            pieces += [text[done : words[at].start()], NAME]
            done = words[end - 1].end()
        at = max(end, at + 1)
    return "".join((*pieces, text[done:]))


def _forms(name: str) -> frozenset[str]:
    """Each part of the name, and neighbouring parts as one word, in small letters."""
    parts = [part for part in re.findall(rf"{_LETTER}+", name.casefold()) if part not in NO_NAMES]
    spans = combinations(range(min(len(parts), MOST_JOINED) + 1), 2)
    joined = ("".join(parts[start:end]) for start, end in spans if end - start > 1)
    return frozenset(
        [*(part for part in parts if len(part) >= SHORTEST), *(form for form in joined if len(form) >= SHORTEST_JOINED)]
    )


def _end_of_name(words: list[re.Match[str]], at: int, forms: frozenset[str], beginnings: set[str]) -> int:
    """Where the longest form ends that begins with word `at`; `at` itself when none does."""
    end, form, letters_only = at, "", True
    for place in range(at, len(words)):
        if place > at and words[place].start() - words[place - 1].end() > LONGEST_GAP:
            break
        word = _fold(words[place][0])
        form += word
        letters_only = letters_only and len(word) == 1
        if form not in beginnings:
            break
        if form in forms and (place == at or letters_only or len(form) >= SHORTEST_JOINED):
            end = place + 1
    return end


def _fold(word: str) -> str:
    """Casefolded like the forms, and without the apostrophe that splits a name for some and not for others."""
    return _APOSTROPHES.sub("", word).casefold()
