"""How a ticket comes to another holder: triage or the arbiter decides, or a liaison says that it is not theirs."""

from dataclasses import dataclass
from datetime import datetime

from services.router.domain.ownership import owner
from services.router.domain.revision import Refusal, caused_by, revise, untaken
from shared.contracts.action import Action
from shared.contracts.sorted import Sorting
from shared.contracts.ticket import Holder, TicketEvent, TicketHandedOver
from shared.contracts.words import EMERGENCY, TRIAGE, Urgency
from shared.directory.model import Directory
from shared.policy.promise import handed_on, promises
from shared.policy.roster import first_holder, ladder
from shared.policy.target import no_target
from shared.policy.words import Speller

# After so many the arbiter decides, and nobody hands the ticket on again.
HAND_OVERS = 2


@dataclass(frozen=True)
class Move:
    """A ticket, what somebody wishes to be done to it, and the directory and moment in which they do."""

    ticket: TicketEvent
    action: Action
    directory: Directory
    now: datetime
    speed: float

    def decide(self) -> TicketHandedOver | Refusal:
        """Out of triage, to the liaison of the topic that was decided on."""
        if self.ticket.queue != TRIAGE:
            return Refusal(f"this ticket does not wait for a decision; {self.ticket.holder.post} holds it")
        problem = self._no_target()
        if problem:
            return Refusal(problem)
        sorting = self._sorted(f"{self._actor} menilai ini urusan {self._topic}", to_triage=False)
        sorting = sorting.model_copy(update={"owner": self._owner()})
        return self._to(self._liaison(sorting), sorting, self.ticket.hand_overs)

    def hand_over(self) -> TicketHandedOver | Refusal:
        """To the topic that was named, else to triage; the third time to the arbiter, whatever was named."""
        problem = self._may_not_be_handed_over() or (self._no_new_holder() if self.action.topic else None)
        if problem:
            return Refusal(problem)
        if self.ticket.hand_overs == HAND_OVERS:
            arbiter = self.directory.holder(self.directory.arbiter_post)
            reason = f"sudah {HAND_OVERS} kali pindah tangan, sekarang {arbiter.title} yang memutuskan"
            return self._to(arbiter, self._sorted(reason, to_triage=True), HAND_OVERS + 1)
        if self.action.topic:
            sorting = self._sorted(f"menurut {self._actor}, ini urusan {self._topic}", to_triage=False)
        else:
            sorting = self._sorted(f"menurut {self._actor}, ini bukan urusannya", to_triage=True)
        return self._to(self._liaison(sorting), sorting, self.ticket.hand_overs + 1)

    def _may_not_be_handed_over(self) -> str | None:
        ticket, action = self.ticket, self.action
        if ticket.queue == TRIAGE:
            return "this ticket waits for a decision; decide where it belongs"
        if ticket.hand_overs > HAND_OVERS:
            return f"the arbiter decided that {ticket.holder.post} holds this ticket, and that is final"
        is_there = (ticket.queue, ticket.sorting.topic) == (action.sector, action.topic)
        if action.topic and is_there and ticket.sorting.owner is None:
            return f"this ticket is with {action.sector} {action.topic} already"
        return None

    def _no_new_holder(self) -> str | None:
        """A topic of the same holder's is no hand-over: nobody else would have it, and it would count as one."""
        post = self.ticket.holder.post
        stays = self._liaison(self._sorted("", to_triage=False)).post == post
        return self._no_target() or (f"{post} holds {self.action.topic} too; it stays with them" if stays else None)

    def _no_target(self) -> str | None:
        day = self.directory.day(self.now)
        return no_target(self.directory, self.action.sector or "", self.action.topic or "", day)

    @property
    def _actor(self) -> str:
        post = self.directory.posts.get(self.action.actor)
        return post.title if post else self.action.actor

    @property
    def _topic(self) -> str:
        topic = self.directory.topic(self.action.sector, self.action.topic)
        return topic.name if topic else str(self.action.topic)

    def _sorted(self, reason: str, *, to_triage: bool) -> Sorting:
        sector, topic = (None, None) if to_triage else (self.action.sector, self.action.topic)
        place = {"queue": sector or TRIAGE, "sector": sector, "topic": topic, "owner": None}
        return self.ticket.sorting.model_copy(update={**place, "reason": reason, "edition": self.directory.edition})

    def _owner(self) -> str | None:
        """The agency in charge of the part of the topic that the reporter's words name."""
        topic = self.directory.topic(self.action.sector, self.action.topic)
        words = Speller(self.directory.spellings).words(self.ticket.complaint.text)
        found = owner(topic, words, self.directory.day(self.now), self.directory.likeness.towards) if topic else None
        return found.agency if found else None

    @property
    def _urgency(self) -> Urgency:
        """An emergency stays one in whatever hands, also where router alone saw that it is one."""
        policies = (self.directory.promises.get(promise.policy) for promise in self.ticket.promises)
        promised = any(policy and EMERGENCY in (*policy.queues, *policy.urgencies) for policy in policies)
        return "emergency" if promised or self.ticket.queue == EMERGENCY else self.ticket.complaint.urgency

    def _liaison(self, sorting: Sorting) -> Holder:
        return first_holder(self.directory, sorting, self.directory.day(self.now))

    def _to(self, holder: Holder, sorting: Sorting, hand_overs: int) -> TicketHandedOver:
        ticket, segment = self.ticket, self.ticket.segment + 1
        fresh = promises(self.directory, sorting, self._urgency, self.now, self.speed)
        return revise(
            ticket,
            TicketHandedOver,
            queue=sorting.queue,
            state=untaken(sorting.queue),
            sorting=sorting,
            holder=holder,
            former=ticket.holder,
            rung=0,
            segment=segment,
            hand_overs=hand_overs,
            promises=handed_on(ticket.promises, fresh, ladder(self.directory, holder.post), segment),
            cause=caused_by(self.action),
            actor=self.action.actor,
            reason=sorting.reason,
            words=self.action.words,
            changed_at=self.now,
        )
