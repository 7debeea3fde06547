"""What lies on the desk of triage: the tickets that wait for a decision, and the decisions that were made."""

from collections.abc import Sequence

from services.router.domain.triage import decision, stay, waiting
from shared.contracts.desk_question import (
    AskDecisions,
    AskTriage,
    Decision,
    Decisions,
    Waiting,
    Waitings,
)
from shared.contracts.ticket import TicketEvent
from shared.policy.moments import sortable
from shared.runtime.mongo import Collection, Database, Document

# Beside the characters of a cursor: the first after one, and after all.
AFTER = "!"
LAST = "~"


class Desk:
    """A view of the tickets, `_id` in both collections the revision's.

    `waiting` has a document for every time a ticket came to triage, with a `cursor` only while it is there; `decided`
    has one for every decision. Both are written after the revision: what a crash between the two leaves undone is done
    when the message comes again, and a ticket that left before it was seen to come stays away.
    """

    def __init__(self, waiting: Collection, decided: Collection) -> None:
        self._waiting = waiting
        self._decided = decided

    @classmethod
    async def prepare(cls, database: Database) -> None:
        await database.index("waiting", "cursor")
        await database.index("decided", "cursor")

    async def note(self, history: Sequence[TicketEvent]) -> None:
        """Writes down what the latest of these revisions means for triage; doing it twice changes nothing."""
        latest = stay(history)
        if latest and latest.over:
            await self._leave(latest.entry)
        elif latest:
            await self._enter(latest.entry)
        decided = decision(history)
        if decided:
            await self._decided.insert(_document(history[-1], decided))

    async def _enter(self, entry: TicketEvent) -> None:
        await self._waiting.insert(_document(entry, waiting(entry)))

    async def _leave(self, entry: TicketEvent) -> None:
        # The insert first: an entry that is written at this very moment finds it, or is found.
        if not await self._waiting.insert({"_id": entry.key()}):
            await self._waiting.change(entry.key(), {}, {"$unset": {"cursor": "", "said": ""}})

    async def waitings(self, question: AskTriage) -> Waitings:
        """Which tickets wait, longest first."""
        page, following = await _page(self._waiting, question.after, question.limit)
        tickets = tuple(Waiting.model_validate_json(document["said"]) for document in page)
        return Waitings(tickets=tickets, next=following)

    async def decisions(self, question: AskDecisions) -> Decisions:
        """What was decided, oldest first."""
        page, following = await _page(self._decided, question.after, question.limit)
        decisions = tuple(Decision.model_validate_json(document["said"]) for document in page)
        return Decisions(decisions=decisions, next=following)


def _document(revision: TicketEvent, said: Waiting | Decision) -> Document:
    cursor = f"{sortable(revision.changed_at)}:{revision.key()}"
    return {"_id": revision.key(), "cursor": cursor, "said": said.model_dump_json()}


async def _page(collection: Collection, after: str | None, limit: int) -> tuple[list[Document], str | None]:
    """The next documents by their cursor, and the cursor to go on from; an index is read in its order."""
    found = await collection.between("cursor", f"{after or ''}{AFTER}", LAST, limit + 1)
    page = found[:limit]
    return page, page[-1]["cursor"] if len(found) > limit else None
