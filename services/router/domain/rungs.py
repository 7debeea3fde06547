"""Who hears next of what its holder did not do."""

from datetime import date
from typing import NamedTuple

from shared.contracts.ticket import TicketEvent
from shared.contracts.ticket_record import Holder
from shared.directory.model import Directory
from shared.policy.roster import climb, ladder
from shared.policy.seat import seat


class Higher(NamedTuple):
    """Who hears of it, which rung of the holder's ladder that is, and the titles of those who were skipped."""

    told: Holder
    rung: int
    skipped: tuple[str, ...]

    @property
    def passed_over(self) -> str:
        """Why nobody lower hears of it, after who does; empty when nobody was skipped."""
        return f", sebab {', '.join(self.skipped)} tidak ada" if self.skipped else ""


def one_rung_up(directory: Directory, ticket: TicketEvent, holder: Holder, day: date) -> Higher:
    """The first above those who know already; at the end of the ladder its last one again."""
    posts = [rung.post for rung in ladder(directory, holder)]
    for rest in (posts[ticket.rung :], posts[::-1]):
        found = climb(directory, rest, day, {holder.post})
        if found.told:
            rung = posts.index(found.told.stands_in_for or found.told.post) + 1
            return Higher(found.told, rung, found.skipped)
    triage = seat(directory, directory.triage_post, day)
    return Higher(triage.holder if triage else directory.holder(directory.triage_post), ticket.rung, ())
