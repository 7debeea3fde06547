"""Whether what is said on one subject falls under another."""

import re

BRACES = re.compile(r"\{[^}]*\}")


def within(subject: str, pattern: str) -> bool:
    """Whether every subject that `subject` can stand for is caught by `pattern`; braces and * are any one word."""
    here, there = _tokens(subject), _tokens(pattern)
    if there[-1] == ">":
        return len(here) >= len(there) and _fit(here, there[:-1])
    return len(here) == len(there) and ">" not in here and _fit(here, there)


def overlap(one: str, other: str) -> bool:
    """Whether some subject is caught by both; neither ends in >."""
    pairs = list(zip(_tokens(one), _tokens(other), strict=False))
    return len(_tokens(one)) == len(_tokens(other)) and all("*" in pair or pair[0] == pair[1] for pair in pairs)


def _fit(here: list[str], there: list[str]) -> bool:
    return all(pattern in {"*", token} for token, pattern in zip(here, there, strict=False))


def _tokens(subject: str) -> list[str]:
    return BRACES.sub("*", subject).split(".")
