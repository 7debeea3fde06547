"""Where a complaint belongs, by the directory's words and by what was learned, and why."""

from services.router.domain.choice import Choice, choose
from services.router.domain.kind import KindFinder
from services.router.domain.language import Language
from services.router.domain.model import LinearModel
from services.router.domain.ownership import owner
from services.router.domain.places import PlaceFinder
from services.router.domain.reasons import Reasons
from services.router.domain.rules import Rules
from shared.contracts.admitted import MaskedComplaint
from shared.contracts.sorted import Sorting
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.directory.model import Directory
from shared.policy.urgency import urgency
from shared.policy.words import Speller


class Sorter:
    """Sorts by rules, and by a learned model if there is one; same text, day, directory and model, same answer."""

    def __init__(self, directory: Directory, model: LinearModel | None = None) -> None:
        self._directory = directory
        self._model = model
        self._speller = Speller(directory.spellings)
        self._rules = Rules(directory)
        self._kinds = KindFinder(directory)
        self._language = Language(directory)
        self._places = PlaceFinder(directory)
        self._reasons = Reasons(directory, self._language.words, model)

    def sort(self, complaint: MaskedComplaint) -> Sorting:
        """The queue; `triage` when it is not sure enough, and only a person may say sector and topic."""
        day = self._directory.day(complaint.admitted_at)
        words = self._speller.words(complaint.text)
        evidence = self._rules.weigh(words, day)
        doubt = self._language.doubt(words)
        choice = choose(words, evidence, self._directory, self._model, day, is_doubted=doubt is not None)
        sector = choice.best.sector if choice.best and choice.is_sure else None
        topic = self._directory.topic(sector, choice.topic)
        owned = owner(topic, words, day, self._directory.likeness.towards) if topic else None
        emergency = self._emergency(complaint)
        found = self._places.find(complaint.text, complaint.place)
        return Sorting(
            queue=EMERGENCY if emergency else sector or TRIAGE,
            sector=sector,
            topic=topic.slug if topic else None,
            owner=owned.agency if owned else None,
            kind=self._kinds.find(words, complaint.kind),
            district=found.district,
            village=found.village,
            place_question=found.question,
            confidence=_confidence(choice),
            top3=choice.top3,
            reason=emergency or doubt or self._reasons.of(choice, complaint.text, words, evidence),
            edition=self._directory.edition,
            model=self._model.edition if self._model else None,
        )

    def _emergency(self, complaint: MaskedComplaint) -> str | None:
        """Why it is one: intake found so, or the masked text still says so; None when it is none."""
        if complaint.urgency == EMERGENCY:
            return complaint.urgency_reason
        level, reason = urgency(complaint.text, complaint.urgency == "backlog", self._directory)
        return reason if level == EMERGENCY else None


def _confidence(choice: Choice) -> float:
    return choice.best.confidence if choice.best else 0.0
