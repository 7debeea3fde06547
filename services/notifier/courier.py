"""The way to a recipient: the first channel that reaches them, and the address it needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.notifier.channels import Channel, Unavailable
from services.notifier.domain.delivery import first_that_reaches
from services.notifier.domain.matter import Matter
from services.notifier.domain.recipients import Notice
from shared.contracts.identity_question import Address, AskAddress
from shared.contracts.words import CheckNumber, Reach, TicketNumber
from shared.directory.model import Directory
from shared.directory.offices import Contact
from shared.runtime.bus import Bus, NoAnswerError


@dataclass(frozen=True)
class Way:
    """A channel, and where on it; the address is a person's and is shown to nobody else."""

    channel: Channel
    address: str | None = field(default=None, repr=False)


class Courier:
    """Knows the posts' contacts; a citizen's address it has to ask for, each time anew."""

    def __init__(self, channels: Sequence[Channel], directory: Directory, bus: Bus) -> None:
        self._channels = channels
        self._directory = directory
        self._bus = bus

    async def way(self, matter: Matter, notice: Notice) -> Way | None:
        """None when no channel reaches them; raises Unavailable while intake cannot be asked."""
        if notice.audience == "citizen":
            return await self._to_citizen(matter)
        return self._to_post(notice.to)

    def _to_post(self, slug: str) -> Way | None:
        post = self._directory.posts.get(slug)
        known = _addresses(post.contact if post else Contact())
        channel = first_that_reaches(self._channels, known)
        return Way(channel, known[channel.reach] if channel.reach else None) if channel else None

    async def _to_citizen(self, matter: Matter) -> Way | None:
        known = set(matter.reachable)
        while channel := first_that_reaches(self._channels, known):
            if channel.reach is None:
                return Way(channel)
            address = await self._ask(matter.number, channel.reach)
            if address:
                return Way(channel, address)
            known.remove(channel.reach)  # erased since: the next channel may need another kind
        return None

    async def _ask(self, ticket: TicketNumber | CheckNumber, reach: Reach) -> str | None:
        try:
            answer = await self._bus.ask(AskAddress.SUBJECT, AskAddress(ticket=ticket, reach=reach), Address)
        except NoAnswerError:
            raise Unavailable("intake was asked for the address and did not answer") from None
        return answer.address if answer else None


def _addresses(contact: Contact) -> dict[Reach, str]:
    found: dict[Reach, str | None] = {"phone": contact.phone, "email": contact.email}
    return {reach: address for reach, address in found.items() if address}
