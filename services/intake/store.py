"""Which complaints were taken and what was said of them, and the sealed identities behind them."""

from collections.abc import Sequence

from services.intake.domain.admission import Admission
from services.intake.domain.identity import Sealed
from shared.contracts.event import Event, recall, remember
from shared.contracts.reply import Refused
from shared.contracts.words import TicketNumber
from shared.runtime.mongo import Collection


class Admissions:
    """One document a complaint, its `_id` `<source>:<id>`; whoever inserts it first has decided."""

    def __init__(self, admissions: Collection) -> None:
        self._admissions = admissions

    async def keep(self, admission: Admission) -> Sequence[Event]:
        """What is to be said: this admission's events, or those a former try remembered."""
        said = (admission.admitted, admission.accepted)
        document = {
            "_id": admission.key,
            "hash": admission.fingerprint,
            "ticket": admission.admitted.complaint.ticket,
            "at": admission.accepted.at,
            "said": [remember(event) for event in said],
        }
        if await self._admissions.insert(document):
            return said
        return await self.said(admission.key)

    async def said(self, key: str) -> Sequence[Event]:
        """What was said when this complaint was taken; nothing when it was not."""
        known = await self._admissions.get(key)
        return tuple(recall(event) for event in known["said"]) if known else ()

    async def hash(self, key: str) -> str | None:
        """The fingerprint of the body that was taken under this key."""
        known = await self._admissions.get(key)
        return str(known["hash"]) if known else None

    async def refuse(self, refused: Refused, sequence: int) -> None:
        """Records the reason and not the payload; recording it twice changes nothing."""
        record = {"_id": f"refused:{sequence}", "at": refused.at, "said": [remember(refused)]}
        await self._admissions.insert(record | {"source": refused.source, "reason": refused.reason})


class Identities:
    """One sealed box a ticket, never changed."""

    def __init__(self, identities: Collection) -> None:
        self._identities = identities

    async def keep(self, sealed: Sealed) -> str:
        """The fingerprint of the body whose identity is kept: this one's, or an earlier one's of the same id."""
        document = {
            "_id": sealed.ticket,
            "pseudonym": sealed.pseudonym,
            "hash": sealed.fingerprint,
            "sealed": sealed.box,
            "key": sealed.key,
            "at": sealed.at,
        }
        if await self._identities.insert(document):
            return sealed.fingerprint
        kept = await self.find(sealed.ticket)
        return kept.fingerprint if kept else sealed.fingerprint

    async def find(self, ticket: TicketNumber) -> Sealed | None:
        kept = await self._identities.get(ticket)
        return (
            Sealed(ticket, kept["pseudonym"], kept["hash"], bytes(kept["sealed"]), kept["key"], kept["at"])
            if kept
            else None
        )
