"""What intake does with a complaint, and with a question for an address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.admission import admit, refuse, understand
from services.intake.domain.refusal import Refusal
from services.intake.store import Admissions, Identities
from services.intake.vault import Vault
from shared.contracts.event import Event
from shared.contracts.identity_question import Address, AskAddress
from shared.contracts.reply import Refused
from shared.directory.model import Directory
from shared.runtime.errors import Reject
from shared.runtime.message import Message


@dataclass(frozen=True)
class Intake:
    """Takes complaints or refuses them, and lets the vault answer."""

    admissions: Admissions
    identities: Identities
    vault: Vault
    directory: Directory
    public_url: str
    now: Callable[[], datetime]

    async def take(self, message: Message) -> Sequence[Event]:
        """The identity is kept before the admission is, so that an admission implies its identity."""
        heard = understand(message.subject, message.headers, message.data)
        if isinstance(heard, Refusal):
            return await self._refuse(heard, message)
        admission = admit(heard, self.vault.secrets, self.directory, self.public_url, self.now())
        if await self.identities.keep(self.vault.seal(heard, admission)) != admission.fingerprint:
            return await self._refuse(refuse("id-reused", heard.source, heard.id), message)
        return await self.admissions.keep(admission)

    async def address(self, question: AskAddress) -> Address:
        sealed = await self.identities.find(question.ticket)
        return Address(address=self.vault.open(sealed).address(question.reach) if sealed else None)

    async def _refuse(self, refusal: Refusal, message: Message) -> Sequence[Event]:
        """Its source is told; what a person may be able to mend is parked, what does not fit is recorded."""
        refused = Refused(
            source=refusal.source,
            id=refusal.id,
            at=message.at,
            code=refusal.code,
            reason=refusal.reason,
            cause=f"{message.stream}:{message.sequence}",
        )
        if refusal.code != "invalid":
            raise Reject(refusal.reason, code=refusal.code, say=(refused,))
        await self.admissions.refuse(refused, message.sequence)
        return (refused,)
