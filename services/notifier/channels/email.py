"""E-mail by SMTP, over one kept connection."""

import asyncio
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import ClassVar, Literal

import aiosmtplib
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.notifier.channels import Letter, Sent, Unavailable, Undeliverable
from shared.contracts.words import Reach

PERMANENT = 500
# Narrower than RFC 5322 on purpose: nothing in it can end a header or a command.
ATOM = "[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+"
ADDRESS = re.compile(rf"^{ATOM}(\.{ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MELAYANI_EMAIL_", frozen=True, extra="ignore")

    host: str = Field(description="the mail server that takes our letters")
    port: int = Field(587, ge=1, le=65535, description="its port")
    security: Literal["starttls", "tls", "none"] = Field("starttls", description="none only inside one machine")
    username: str | None = Field(None, description="account at the mail server, none for a relay that knows us")
    password: SecretStr | None = None
    sender: str = Field(pattern=ADDRESS.pattern, description="the address letters come from")
    sender_name: str = Field("Banyuwangi Melayani", description="who they say they come from")
    timeout: float = Field(5.0, gt=0, description="seconds one letter may take; well below the lapse of a claim")


class Sender:
    """One letter at a time: what waits for its turn does not use up its own time."""

    name: ClassVar[str] = "email"
    reach: ClassVar[Reach | None] = "email"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._from = Address(_one_line(settings.sender_name), addr_spec=settings.sender)
        self._turn = asyncio.Lock()
        self._server = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            username=settings.username,
            password=settings.password.get_secret_value() if settings.password else None,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            timeout=settings.timeout,
        )

    async def send(self, letter: Letter) -> Sent:
        message = _compose(letter, self._from)
        async with self._turn:
            try:
                async with asyncio.timeout(self._settings.timeout):
                    await self._transmit(message)
            except aiosmtplib.SMTPRecipientsRefused as refusal:
                raise _verdict(refusal.recipients[0].code) from None
            except (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError) as refusal:
                raise _verdict(refusal.code) from None
            except (aiosmtplib.SMTPException, OSError) as error:
                self.close()
                raise Unavailable(f"no talking to the mail server: {type(error).__name__}") from None
        return Sent(str(message["Message-ID"]))

    async def _transmit(self, message: EmailMessage) -> None:
        try:
            if not self._server.is_connected:
                await self._server.connect()
            await self._server.send_message(message)
        except asyncio.CancelledError:
            self.close()  # an answer is still under way: the next letter must not read it as its own
            raise

    def close(self) -> None:
        self._server.close()


def _verdict(code: int) -> Undeliverable | Unavailable:
    """The server's own words stay out: they repeat the address."""
    if code >= PERMANENT:
        return Undeliverable(f"the mail server refused it for good, with {code}")
    return Unavailable(f"the mail server refused it for now, with {code}")


def _compose(letter: Letter, sender: Address) -> EmailMessage:
    address = (letter.address or "").strip()
    if not ADDRESS.fullmatch(address):
        raise Undeliverable("what was given as e-mail address is none")
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(addr_spec=address)
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = letter.at
    message["Message-ID"] = f"<{letter.notice.replace(':', '.')}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="quoted-printable")
    return message


def _one_line(text: str) -> str:
    return "".join(character for character in " ".join(text.split()) if character.isprintable())
