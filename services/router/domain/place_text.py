"""A text as words that still show their capital letters and what stands between them."""

import re
import unicodedata
from functools import cached_property

from shared.policy.words import tokens

WORD = re.compile(r"[A-Za-z0-9]+")
SENTENCE_END = re.compile(r"[.!?:;\n]")
UNDIVIDED = re.compile(r"[\s,(]*")


class PlaceText:
    """`words` are those of `tokens`; how they were written is looked up only where a name leaves a doubt."""

    def __init__(self, text: str) -> None:
        self.words = tokens(text)
        self._text = text

    def is_capital(self, at: int) -> bool:
        """Whether a capital letter begins the word and small ones follow: words in capitals only show nothing."""
        written = self._written(at)
        return written[:1].isupper() and not written.isupper()

    def is_capital_inside(self, at: int) -> bool:
        """Whether it has a capital letter that neither a sentence's beginning nor a heading gives it."""
        if not at or not self.is_capital(at) or SENTENCE_END.search(self.before(at)):
            return False
        return not self.is_capital(at - 1)

    def is_beside(self, at: int) -> bool:
        """Whether no more than a comma or a bracket parts the word from the one before it."""
        return UNDIVIDED.fullmatch(self.before(at)) is not None

    def before(self, at: int) -> str:
        """What stands between the word and the one before it."""
        return self._plain[self._spans[at - 1][1] : self._spans[at][0]] if 0 < at < len(self._spans) else ""

    def _written(self, at: int) -> str:
        return self._plain[slice(*self._spans[at])] if at < len(self._spans) else ""

    @cached_property
    def _plain(self) -> str:
        parts = unicodedata.normalize("NFKD", self._text)
        return "".join(part for part in parts if not unicodedata.combining(part))

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Where each word stands; none are known where a letter is written with several small ones."""
        spans = [found.span() for found in WORD.finditer(self._plain)]
        return spans if len(spans) == len(self.words) else []
