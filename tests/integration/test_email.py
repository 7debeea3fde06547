"""E-mail through a real SMTP server."""

import asyncio
import email
import traceback
from collections.abc import AsyncIterator
from contextlib import suppress
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.notifier.channels import Letter, Unavailable, Undeliverable
from services.notifier.channels.email import Sender, Settings
from tests.builders import NOW

ADDRESS = "warga@example.org"
NOTICE = "BWI-7K3M-9QXA-2F4T:3:citizen"


def letter(**change: Any) -> Letter:
    usual = {
        "notice": NOTICE,
        "ticket": "BWI-7K3M-9QXA-2F4T",
        "audience": "citizen",
        "to": "pelapor-5d41402a",
        "subject": "Laporan Anda sudah sampai",
        "body": "Nggih, matur nuwun.\nLampu jalan dicek hari Selasa.\n",
        "at": NOW,
        "address": ADDRESS,
    }
    return Letter(**usual | change)


class Mailbox:
    """An SMTP server's side: answers what it is told to, keeps what it took."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.silent = False
        self.taken: list[Envelope] = []
        self.connections = 0
        self.slowness = 0.0
        self.has_a_letter = asyncio.Event()
        self.letting_go = asyncio.Event()

    async def handle_RCPT(  # noqa: N802 -- the name the server calls
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"].format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        self.has_a_letter.set()
        await asyncio.sleep(self.slowness)
        if self.silent:
            await self.letting_go.wait()
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.taken.append(envelope)
        return "250 OK queued as 1"

    def messages(self) -> list[EmailMessage]:
        contents = [envelope.content for envelope in self.taken]
        return [email.message_from_bytes(content, policy=default) for content in contents if isinstance(content, bytes)]


class Post:
    """A mail server on a free port that can be stopped and come back."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: list[SMTP] = []

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def _session(self) -> SMTP:
        self.mailbox.connections += 1
        self._open.append(SMTP(self.mailbox, loop=asyncio.get_running_loop()))
        return self._open[-1]

    async def hang_up(self) -> None:
        for session in self._open:
            if session.transport:
                session.transport.close()
        self._open.clear()
        await asyncio.sleep(0)

    async def stop(self) -> None:
        self.mailbox.letting_go.set()
        if self._server:
            self._server.close()
        await self.hang_up()


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    server = Post()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def sender(post: Post) -> AsyncIterator[Sender]:
    made = make(post.port)
    yield made
    made.close()


def make(port: int, **change: Any) -> Sender:
    usual = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "melayani@banyuwangi.example"}
    return Sender(Settings(**usual | change))


async def test_a_letter_arrives_as_it_was_written(post: Post, sender: Sender) -> None:
    sent = await sender.send(letter())
    (message,) = post.mailbox.messages()
    assert message["To"] == ADDRESS
    assert message["From"] == "Banyuwangi Melayani <melayani@banyuwangi.example>"
    assert message["Subject"] == "Laporan Anda sudah sampai"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == letter().body
    assert post.mailbox.taken[0].rcpt_tos == [ADDRESS]
    assert sent.provider_id == message["Message-ID"]


async def test_the_same_notice_bears_the_same_message_id(post: Post, sender: Sender) -> None:
    await sender.send(letter())
    await sender.send(letter())
    await sender.send(letter(notice="BWI-7K3M-9QXA-2F4T:4:citizen"))
    first, second, other = (message["Message-ID"] for message in post.mailbox.messages())
    assert first == second == "<BWI-7K3M-9QXA-2F4T.3.citizen@banyuwangi.example>"
    assert other != first


@pytest.mark.parametrize(
    "text", ["Ngadulaké dalan rusak 🙏", "satu\n.\ndua\n..\n", "x" * 3_000, "tab\there", "—\u2028—"]
)
async def test_any_text_arrives(post: Post, sender: Sender, text: str) -> None:
    await sender.send(letter(body=text))
    (message,) = post.mailbox.messages()
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\x00\n"])
async def test_no_subject_adds_a_header(post: Post, sender: Sender, end: str) -> None:
    await sender.send(letter(subject=f"Laporan{end}Bcc: lain@example.org{end}{end}isi lain"))
    (message,) = post.mailbox.messages()
    assert message["Subject"].startswith("Laporan Bcc: lain@example.org")
    assert message["Bcc"] is None
    assert post.mailbox.taken[0].rcpt_tos == [ADDRESS]
    assert message.get_content().startswith("Nggih, matur nuwun.")


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "budi di rumah",
        "a@b",
        "a@b.org, c@d.org",
        "Budi <a@b.org>",
        "a@b.org>\r\nRCPT TO:<c@d.org",
        "a@b.org\nBcc: c@d.org",
        "a b@c.org",
        "a..b@c.org",
        "ä@b.org",
        '"a\r\nb"@c.org',
    ],
)
async def test_what_is_no_address_reaches_no_server(post: Post, sender: Sender, address: str | None) -> None:
    with pytest.raises(Undeliverable, match="what was given as e-mail address is none"):
        await sender.send(letter(address=address))
    assert post.mailbox.connections == 0


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
@pytest.mark.parametrize("code", [550, 552, 554])
async def test_a_5xx_is_for_good(post: Post, sender: Sender, stage: str, code: int) -> None:
    post.mailbox.answers[stage] = f"{code} no"
    with pytest.raises(Undeliverable, match=f"for good, with {code}"):
        await sender.send(letter())


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
@pytest.mark.parametrize("code", [421, 450, 451])
async def test_a_4xx_is_for_now(post: Post, sender: Sender, stage: str, code: int) -> None:
    post.mailbox.answers[stage] = f"{code} later"
    with pytest.raises(Unavailable, match=f"for now, with {code}"):
        await sender.send(letter())


async def test_one_refused_letter_does_not_harm_the_next(post: Post, sender: Sender) -> None:
    post.mailbox.answers["RCPT"] = "550 no"
    with pytest.raises(Undeliverable):
        await sender.send(letter())
    post.mailbox.answers.clear()
    await sender.send(letter())
    assert len(post.mailbox.taken) == 1
    assert post.mailbox.connections == 1


async def test_a_refused_connection_is_for_now(post: Post) -> None:
    await post.stop()
    with pytest.raises(Unavailable, match="no talking to the mail server"):
        await make(post.port).send(letter())


async def test_a_server_that_never_answers_is_given_up_in_time(post: Post) -> None:
    hasty = make(post.port, timeout=0.2)
    post.mailbox.silent = True
    began = asyncio.get_running_loop().time()
    with pytest.raises(Unavailable, match="no talking to the mail server"):
        await hasty.send(letter())
    assert asyncio.get_running_loop().time() - began < 1
    post.mailbox.silent = False
    await hasty.send(letter())
    assert len(post.mailbox.taken) == 1
    hasty.close()


async def test_a_letter_broken_off_does_not_answer_for_the_next(post: Post, sender: Sender) -> None:
    post.mailbox.silent = True
    broken_off = asyncio.create_task(sender.send(letter()))
    await post.mailbox.has_a_letter.wait()
    broken_off.cancel()
    with pytest.raises(asyncio.CancelledError):
        await broken_off
    post.mailbox.silent = False
    post.mailbox.answers["RCPT"] = "550 no"
    with pytest.raises(Undeliverable):
        await sender.send(letter())


async def test_many_letters_go_over_one_connection(post: Post, sender: Sender) -> None:
    await asyncio.gather(*(sender.send(letter(notice=f"BWI-7K3M-9QXA-2F4T:{n}:citizen")) for n in range(1, 51)))
    assert len(post.mailbox.taken) == 50
    assert post.mailbox.connections == 1


async def test_waiting_for_a_turn_uses_up_no_time_of_a_letters_own(post: Post) -> None:
    slow = make(post.port, timeout=0.8)
    post.mailbox.slowness = 0.05
    await asyncio.gather(*(slow.send(letter()) for _ in range(20)))
    assert len(post.mailbox.taken) == 20
    slow.close()


async def test_a_connection_the_server_closed_is_opened_anew(post: Post, sender: Sender) -> None:
    await sender.send(letter())
    await post.hang_up()
    with suppress(Unavailable):  # the goodbye may still be on its way
        await sender.send(letter())
    await sender.send(letter())
    assert post.mailbox.connections == 2


async def test_a_server_without_tls_is_not_written_to_when_tls_is_asked_for(post: Post) -> None:
    for security in ("starttls", "tls"):
        with pytest.raises(Unavailable):
            await make(post.port, security=security, timeout=1.0).send(letter())
    assert post.mailbox.taken == []


@pytest.mark.parametrize("answer", ["550 <{address}> unknown", "451 <{address}> later"])
async def test_no_error_repeats_the_address(post: Post, sender: Sender, answer: str) -> None:
    post.mailbox.answers["RCPT"] = answer
    with pytest.raises((Undeliverable, Unavailable)) as caught:
        await sender.send(letter())
    assert ADDRESS not in "".join(traceback.format_exception(caught.value))
