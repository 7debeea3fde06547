"""Why a complaint went where it went, in words for people."""

from collections.abc import Container, Sequence

from services.router.domain.choice import Choice
from services.router.domain.model import LinearModel
from services.router.domain.rules import Evidence, TopicKey
from shared.contracts.sorted import Suggestion
from shared.directory.model import Directory
from shared.policy.words import tokens

MOST_LISTED = 4
MOST_LEARNED = 3
SHORTEST = 3
UNKNOWN = "belum ada kata yang menunjuk ke satu urusan"


class Reasons:
    """Words the reason shows are the directory's own: nobody's name and nobody's number is among them."""

    def __init__(self, directory: Directory, known: Container[str], model: LinearModel | None) -> None:
        """`known` are the words of the directory's language."""
        self._directory = directory
        self._known = known
        self._model = model

    def of(self, choice: Choice, text: str, words: Sequence[str], evidence: Evidence) -> str:
        """`words` are the text's as the speller gave them."""
        if choice.best is None or not (choice.is_sure or evidence.said or self._has_learned(words)):
            return UNKNOWN
        if choice.tied:
            return self._tied(choice.tied, evidence)
        if choice.is_sure:
            return self._because(choice.best, choice.topic, text, words, evidence)
        return self._between(choice.top3, evidence)

    def _because(self, best: Suggestion, topic: str | None, text: str, words: Sequence[str], evidence: Evidence) -> str:
        listed = evidence.said.get(TopicKey(best.sector, topic or ""), ())[:MOST_LISTED]
        learned = self._learned(best.sector, text, words, {word for phrase in listed for word in tokens(phrase)})
        said = [f"karena {_quoted(listed)}"] if listed else []
        if learned:
            said.append(f"{'dan' if listed else 'karena'} kata-kata seperti {_quoted(learned)}")
        return " ".join(said) or f"karena isinya seperti laporan {self._name(best.sector)}"

    def _learned(self, sector: str, text: str, words: Sequence[str], shown: set[str]) -> tuple[str, ...]:
        """Known words, as they stand in the text, that the model holds most of."""
        if self._model is None or sector not in self._model.sectors:
            return ()
        written = tokens(text)
        heaviest = self._model.heaviest(words, sector, len(words))
        found = (written[place] for place in heaviest if words[place] in self._known and words[place] not in shown)
        return tuple(word for word in found if word.isalpha() and len(word) >= SHORTEST)[:MOST_LEARNED]

    def _has_learned(self, words: Sequence[str]) -> bool:
        return self._model is not None and self._model.knows(words)

    def _between(self, top3: Sequence[Suggestion], evidence: Evidence) -> str:
        rivals = [one for one in top3[:2] if one.confidence > 0]
        if len(rivals) == 1:
            return f"belum cukup yakin bahwa ini urusan {self._rival(rivals[0], evidence)}"
        return "belum yakin antara " + " dan ".join(self._rival(one, evidence) for one in rivals)

    def _rival(self, one: Suggestion, evidence: Evidence) -> str:
        listed = evidence.said.get(TopicKey(one.sector, one.topic or ""), ())[:MOST_LISTED]
        return f"{self._name(one.sector)} ({_quoted(listed)})" if listed else self._name(one.sector)

    def _tied(self, tied: Sequence[TopicKey], evidence: Evidence) -> str:
        topics = [
            f"{topic.name} ({_quoted(evidence.said[key][:MOST_LISTED])})"
            for key in tied
            if (topic := self._directory.topic(*key))
        ]
        return f"urusan {self._name(tied[0].sector)}, tetapi belum jelas: " + " atau ".join(topics)

    def _name(self, sector: str) -> str:
        return self._directory.sectors[sector].name


def _quoted(words: Sequence[str]) -> str:
    *most, last = (f"“{word}”" for word in words)
    return f"{', '.join(most)} dan {last}" if most else last
