"""What a day's roster means for a ticket: whoever is away passes it on, whoever is back is offered it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.router.domain.passing import passed, passed_waiting
from services.router.domain.revision import revise
from services.router.domain.sharing import shared_out
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import TicketEvent, TicketHandedOver, TicketOffered
from shared.contracts.ticket_record import Holder
from shared.contracts.words import OPEN, TRIAGE, UNSEEN, WAITING, Slug
from shared.directory.model import Directory
from shared.policy.roster import Seat, asked, charge, nobody, seat

ROSTER = "roster"


@dataclass(frozen=True)
class Rostering:
    """The directory and the moment in which tickets are looked at; `load` counts the open tickets of a post."""

    directory: Directory
    now: datetime
    speed: float = 1.0
    load: Mapping[Slug, int] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day it is in the regency."""
        return self.directory.day(self.now)

    def is_away(self, post: Slug) -> bool:
        """Whether somebody else or nobody sits there."""
        return self.seated(post) != post

    def seated(self, post: Slug) -> Slug | None:
        """The post that does its work today; None when nobody does."""
        there = self._seat(post)
        return there.holder.post if there else None

    def missing(self, ticket: TicketEvent) -> Slug | None:
        """The post that nobody is there for, so that triage has the ticket; None when it has not, or not for that."""
        if is_unheld(ticket):
            return asked(self.directory, _in_queue(ticket.sorting, ticket.sorting.sector or TRIAGE), self.day)[0]
        chair = chair_of(ticket.holder)
        is_triage = ticket.holder.post == self._triage.post != chair
        return chair if is_triage and self._seat(chair) is None else None

    def beside(self, ticket: TicketEvent) -> tuple[Holder, Sorting]:
        """Who holds a new ticket that goes where this one is, and how it is sorted then.

        Where triage only stands in, for what may wait where it is, a new one waits in triage for somebody to hold it.
        """
        missing = self.missing(ticket)
        if missing is None:
            return ticket.holder, ticket.sorting
        why = nobody(self.directory, [missing], self.day)
        reason = f"{ticket.sorting.reason}; belum ada yang bisa memegangnya: {why}"
        return self._triage, _in_queue(ticket.sorting, TRIAGE).model_copy(update={"reason": reason})

    def changed(self, ticket: TicketEvent) -> TicketHandedOver | TicketOffered | None:
        """The ticket after a look at the roster; None when it is where it belongs."""
        if ticket.state not in OPEN:
            return None
        return (self._taken_up(ticket) if is_unheld(ticket) else None) or self._seated(ticket, chair_of(ticket.holder))

    def _seated(self, ticket: TicketEvent, chair: Slug) -> TicketHandedOver | TicketOffered | None:
        there, is_passing = self._seat(chair), self._is_passing(ticket.holder)
        if there is None:
            return self._without(ticket, chair) if is_passing else None
        if there.holder.post == ticket.holder.post:
            return None
        if is_passing:
            return self._to(ticket, there, ticket.sorting, f"{there.holder.title} sudah kembali")
        return self._offered(ticket, there.holder) if there.holder.post == chair else None

    def _is_passing(self, holder: Holder) -> bool:
        """Whether it is to go on: its holder is away, or is triage, which only looks for somebody."""
        return self.is_away(holder.post) or holder.post == self._triage.post

    def _without(self, ticket: TicketEvent, chair: Slug) -> TicketHandedOver | None:
        """To whoever else holds its topic, else to triage, which looks for somebody.

        Triage stands in for what waits for something outside, so that it can go on waiting where it is.
        """
        other, reason = self._other(ticket, ticket.sorting), nobody(self.directory, [chair], self.day)
        if other:
            return self._to(ticket, Seat(other.holder, reason), ticket.sorting)
        if ticket.state not in WAITING:
            return self._to(ticket, Seat(self._triage, reason), _in_queue(ticket.sorting, TRIAGE))
        standing_in = self._triage.model_copy(update={"stands_in_for": chair})
        return self._to(ticket, Seat(standing_in, reason), ticket.sorting) if ticket.holder != standing_in else None

    def _taken_up(self, ticket: TicketEvent) -> TicketHandedOver | None:
        """Out of triage, once somebody is there to hold its topic."""
        sorting = _in_queue(ticket.sorting, ticket.sorting.sector or TRIAGE)
        found = self._other(ticket, sorting)
        return self._to(ticket, found, sorting, f"{found.holder.title} sekarang ada") if found else None

    def _other(self, ticket: TicketEvent, sorting: Sorting) -> Seat | None:
        """Who holds what is sorted so today; nobody when no topic in force says who should."""
        is_charged = charge(self.directory, sorting, self.day) is not None
        return shared_out(self.directory, sorting, ticket.case, self.day, self.load) if is_charged else None

    def _to(self, ticket: TicketEvent, there: Seat, sorting: Sorting, reason: str = "") -> TicketHandedOver:
        done = self._done(ticket, ticket.holder.post, there.reason or reason)
        if ticket.state in WAITING:
            return passed_waiting(ticket, there.holder, self.directory, self.now, **done)
        return passed(ticket, there.holder, sorting, self.directory, self.now, self.speed, **done)

    def _offered(self, ticket: TicketEvent, back: Holder) -> TicketOffered | None:
        if ticket.offered:
            return None
        done = self._done(ticket, back.post, f"{back.title} sudah kembali dan boleh mengurusnya lagi")
        return revise(ticket, TicketOffered, offered=back, changed_at=self.now, **done)

    def _done(self, ticket: TicketEvent, post: Slug, reason: str) -> dict[str, Any]:
        # The segment too: a roster that is edited twice in a day moves a ticket twice.
        return {"cause": f"{ROSTER}:{post}:{self.day}:{ticket.segment}", "actor": ROSTER, "reason": reason}

    def _seat(self, post: Slug) -> Seat | None:
        return seat(self.directory, post, self.day) if post in self.directory.posts else None

    @property
    def _triage(self) -> Holder:
        there = self._seat(self.directory.triage_post)
        return there.holder if there else self.directory.holder(self.directory.triage_post)


def chair_of(holder: Holder) -> Slug:
    """The post whose work it is, whoever does it."""
    return holder.stands_in_for or holder.post


def _in_queue(sorting: Sorting, queue: Slug) -> Sorting:
    return sorting.model_copy(update={"queue": queue})


def is_unheld(ticket: TicketEvent) -> bool:
    """Whether it waits in triage only because nobody was there to hold its topic.

    Its sorting still says which topic that is; what nobody could sort, or a liaison gave back, has none.
    """
    return ticket.queue == TRIAGE and ticket.state in UNSEEN and ticket.sorting.sector is not None
