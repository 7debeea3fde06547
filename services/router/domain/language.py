"""Whether a text is a person's words in a language the directory knows; any other is a person's to sort."""

import re
from collections.abc import Iterator, Sequence

from shared.directory.model import Directory
from shared.policy.words import Speller, WordFinder

# Of complaints in Indonesian, Javanese or Sundanese, however badly spelt, hardly one in a hundred knows fewer.
FEWEST_KNOWN = 0.3
# Of so few words one may well be a name.
TOO_FEW = 3
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


FOREIGN = "sebagian besar kata-katanya tidak dikenal"
COMMAND = "isinya seperti perintah untuk mesin"
ABUSE = "isinya seperti makian"


class Language:
    """Knows the words of everything the directory says: lists, example sentences, letters, names of places."""

    def __init__(self, directory: Directory) -> None:
        speller = Speller(directory.spellings)
        self.words = frozenset(word for text in _texts(directory) for word in speller.words(text))
        listed = ((directory.kinds.commands, COMMAND), (directory.kinds.abuse, ABUSE))
        self._doubts = WordFinder((" ".join(speller.words(said)), why) for words, why in listed for said in words)

    def doubt(self, words: Sequence[str]) -> str | None:
        """Why what the words say may not be believed, for people; None when it may."""
        doubts = {match.key for match in self._doubts.find_in(words)}
        return next((why for why in (COMMAND, ABUSE) if why in doubts), None if self._knows(words) else FOREIGN)

    def _knows(self, words: Sequence[str]) -> bool:
        """Whether enough of the words, each counted once, are known; numbers are no words."""
        distinct = {word for word in words if word.isalpha()}
        return len(distinct) < TOO_FEW or len(distinct & self.words) >= FEWEST_KNOWN * len(distinct)


def _texts(directory: Directory) -> Iterator[str]:
    kinds, emergency = directory.kinds, directory.emergency
    for sector in directory.sectors.values():
        for topic in sector.topics.values():
            yield from (*topic.words, *topic.phrases, *topic.hints, *topic.examples, *topic.look_alikes.values())
            yield from (word for group in topic.together for word in group)
    yield from (*kinds.information, *kinds.aspiration, *kinds.thanks, *kinds.troubles, *kinds.asks)
    yield from (*emergency.words, *emergency.look_alikes, *emergency.unless_before, *emergency.unless_after)
    yield from (PLACEHOLDER.sub(" ", letter) for letter in directory.wording.values())
    for district in directory.districts.values():
        yield from (district.name, *(village.name for village in district.villages))
