"""What kind of message it is: a complaint, a question, a wish, or thanks."""

from collections.abc import Sequence
from typing import Literal

from shared.contracts.words import Kind
from shared.directory.model import Directory
from shared.policy.words import Speller, WordFinder

Sign = Literal["information", "aspiration", "thanks", "troubles", "asks", "look_alikes"]


class KindFinder:
    """Knows the kind by the directory's words; a wish, a question or thanks must be said, all else is a complaint."""

    def __init__(self, directory: Directory) -> None:
        speller, kinds = Speller(directory.spellings), directory.kinds
        listed: dict[Sign, tuple[str, ...]] = {
            "information": kinds.information,
            "aspiration": kinds.aspiration,
            "thanks": kinds.thanks,
            "troubles": kinds.troubles,
            "asks": kinds.asks,
            "look_alikes": kinds.look_alikes,
        }
        self._finder = WordFinder(
            (" ".join(speller.words(words)), sign) for sign, phrases in listed.items() for words in phrases
        )

    def find(self, words: Sequence[str], given: Kind) -> Kind:
        """The kind of what a speller read; one that the source gave is kept, for it asked the reporter."""
        if given != "complaint":
            return given
        signs = {match.key for match in self._finder.find_in(words)}
        if "troubles" in signs:
            return "complaint"
        if "aspiration" in signs:
            return "aspiration"
        if "information" in signs:
            return "information"
        return "thanks" if "thanks" in signs and "asks" not in signs else "complaint"
