"""Long lists of tickets, read a piece a turn: each turn goes on where the last one ended."""

from collections.abc import Sequence
from typing import NamedTuple

from services.router.standing import Standing, ticket_at
from shared.contracts.words import Slug, TicketNumber


class Piece(NamedTuple):
    """The tickets to look at in this turn, and the posts whose lists end with them."""

    tickets: list[TicketNumber]
    ended: list[Slug]


class Rounds:
    """What stays in a list, since nothing can be done for it yet, is in nobody's way.

    What a process has read so far is forgotten with it: the next one begins anew.
    """

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._after: dict[tuple[str, Slug], str] = {}
        self._last: dict[str, Slug] = {}

    def begin(self, field: str, post: Slug) -> None:
        """What was read of this post so far is to be read again."""
        self._after.pop((field, post), None)

    async def all(self, field: str, limit: int) -> list[TicketNumber]:
        """Of whatever post."""
        return (await self._of(field, "", limit)).tickets

    async def of(self, field: str, posts: Sequence[Slug], limit: int) -> Piece:
        """Of these posts one after the other; the one whose list did not fit comes last in the next turn."""
        found = Piece([], [])
        for post in _from(posts, self._last.pop(field, "")):
            room = limit - len(found.tickets)
            if room <= 0:
                break
            piece = await self._of(field, post, room)
            found.tickets.extend(piece.tickets)
            found.ended.extend(piece.ended)
            self._last[field] = post
        return found

    async def _of(self, field: str, post: Slug, limit: int) -> Piece:
        places = await self._standing.places(field, post, self._after.get((field, post), ""), limit)
        is_end = len(places) < limit
        self._after[field, post] = "" if is_end else places[-1]
        return Piece([ticket_at(place) for place in places], [post] if is_end else [])


def _from(posts: Sequence[Slug], last: Slug) -> list[Slug]:
    """All of them, beginning after that one."""
    start = posts.index(last) + 1 if last in posts else 0
    return [*posts[start:], *posts[:start]]
