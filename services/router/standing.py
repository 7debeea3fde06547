"""Which tickets are open, by who holds them, in which queue they are, and for whom somebody stands in."""

from collections.abc import Mapping, Sequence

from services.router.domain.rostering import is_unheld
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import OPEN, Slug, TicketNumber
from shared.policy.moments import sortable
from shared.runtime.mongo import Collection, Database

FIELDS = ("held", "open_in", "stood_in", "unheld")
# Those whose places begin with a post.
OF_A_POST = frozenset({"held", "stood_in"})
# Stands in no slug and no moment, and after all that does.
BAR = "|"
# Beside the characters of a place: the first after one, and after all of those that begin alike.
AFTER = "!"
LAST = "~"


class Standing:
    """A view of the tickets: one document a ticket, `_id` its number; its places stand there only while it is open.

    `held` is `<holder>|<admitted>|<ticket>`, `open_in` `<queue>|<admitted>|<ticket>`; `stood_in` is
    `<absent post>|<ticket>` while somebody stands in and the ticket was not offered back yet; `unheld` is
    `<admitted>|<ticket>` while it waits in triage because nobody was there to hold it.

    Written after the revision. `revision` only grows, so that what comes late or again changes nothing, and what a
    crash left unwritten is written when the message comes again. Which posts ever stood in a field is kept beside it,
    for else it costs a look at every open ticket.
    """

    def __init__(self, standing: Collection, posts: Collection) -> None:
        self._standing = standing
        self._posts = posts
        self._listed: set[str] = set()

    @classmethod
    async def prepare(cls, database: Database) -> None:
        for field in FIELDS:
            await database.index("standing", field, sparse=True)
        await database.index("standing_posts", "field")

    async def note(self, history: Sequence[TicketEvent]) -> None:
        """Writes down where the latest of these revisions stands, when that is elsewhere than the one before."""
        latest, places = history[-1], places_of(history[-1])
        if len(history) > 1 and places == places_of(history[-2]):
            return
        await self._list(places)
        known = {"revision": latest.revision, **places}
        if latest.revision == 1 and await self._standing.insert({"_id": latest.ticket, **known}):
            return
        left = {field: "" for field in FIELDS if field not in places}
        earlier = {"revision": {"$lt": latest.revision}}
        await self._standing.put(latest.ticket, earlier, {"$set": known, **({"$unset": left} if left else {})})

    async def held_by(self, post: Slug, limit: int) -> list[TicketNumber]:
        """Those this chair holds itself, the oldest first."""
        return [ticket_at(place) for place in await self.places("held", post, "", limit)]

    async def places(self, field: str, post: Slug, after: str, limit: int) -> list[str]:
        """The first so many after that place: of one post where one is named, else all that have the field."""
        among = f"{post}{BAR}" if post else ""
        return await self._places(field, f"{after}{AFTER}" if after else among, f"{among}{LAST}", limit)

    async def posts(self, field: str) -> list[Slug]:
        """Who ever held anything, or for whom somebody ever stood in, whatever the directory says of them."""
        return sorted(str(document["post"]) for document in await self._posts.find("field", field))

    async def page(self, field: str, low: str, high: str, limit: int) -> tuple[list[TicketNumber], str | None]:
        """The tickets whose place lies between, oldest first, and the last place when there are more."""
        found = await self._places(field, low, high, limit + 1)
        return [ticket_at(place) for place in found[:limit]], found[limit - 1] if len(found) > limit else None

    async def _list(self, places: Mapping[str, str]) -> None:
        """Before the place itself, so that no post with a ticket is ever missing."""
        for field in OF_A_POST & places.keys():
            post = places[field].partition(BAR)[0]
            if f"{field}{BAR}{post}" not in self._listed:
                await self._posts.insert({"_id": f"{field}{BAR}{post}", "field": field, "post": post})
                self._listed.add(f"{field}{BAR}{post}")

    async def _places(self, field: str, low: str, high: str, limit: int) -> list[str]:
        found = await self._standing.between(field, low, high, limit) if limit > 0 else []
        return [str(document[field]) for document in found]


def places_of(ticket: TicketEvent) -> Mapping[str, str]:
    """Where an open ticket stands; nowhere once it is not open any more."""
    if ticket.state not in OPEN:
        return {}
    since = f"{sortable(ticket.complaint.admitted_at)}{BAR}{ticket.ticket}"
    places = {"held": f"{ticket.holder.post}{BAR}{since}", "open_in": f"{ticket.queue}{BAR}{since}"}
    if ticket.holder.stands_in_for and not ticket.offered:
        places["stood_in"] = f"{ticket.holder.stands_in_for}{BAR}{ticket.ticket}"
    if is_unheld(ticket):
        places["unheld"] = since
    return places


def ticket_at(place: str) -> TicketNumber:
    """The number that a place ends with."""
    return place.rpartition(BAR)[2]
