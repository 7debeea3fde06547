"""What people read: the directory's templates, filled with what an event says."""

from services.notifier.domain.meanings import Meanings
from services.notifier.domain.templates import DIGEST, SPOT_CHECK, Templates, Words, key_of, variants_of
from shared.contracts.digest import LateDigest
from shared.contracts.spot_check import SpotCheckAsked
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import Audience
from shared.directory.model import OUTSIDE, Directory

__all__ = ["Wording", "Words"]


class Wording:
    """Letters from templates `audience/event`, or the first there is of those for what is special about it.

    1. `audience/event-…` for an outcome's kind, a pause's kind, `roster` where the ticket moved to who is there,
       `back` where somebody took it back from who stood in;
    2. `audience/event-outside` for an `owner` outside the regency, who has an agency and the reason why it is theirs;
    3. `audience/event-…` for the queue.

    The first line of a template is its subject. What it may use is in `MEANINGS`.
    """

    def __init__(self, directory: Directory, public_url: str) -> None:
        """Raises DirectoryError for a template that is missing or cannot be used."""
        self._templates = Templates(directory.wording)
        self._meanings = Meanings(directory, public_url)

    def render(self, event: TicketEvent, audience: Audience) -> Words:
        meanings = self._meanings.of(event, audience)
        variants = (*variants_of(event), OUTSIDE if meanings["owner"] else event.queue)
        return self._templates.fill(key_of(type(event), audience), variants, meanings)

    def of_check(self, check: SpotCheckAsked) -> Words:
        """The letter to the post that is tested."""
        return self._templates.fill(SPOT_CHECK, (check.queue,), self._meanings.of_check(check))

    def of_digest(self, event: LateDigest) -> Words:
        """The letter to a leader on all that is late."""
        return self._templates.fill(DIGEST, (), self._meanings.of_digest(event))
