"""The journey of one complaint: nobody answers, so it climbs the ladder, until its liaison takes it up."""

import asyncio
import email
from collections.abc import AsyncIterator
from email.message import EmailMessage
from email.policy import default
from typing import Any

import httpx
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from shared.contracts.action import Action, ActionKind
from shared.contracts.notice import NoticeDelivered
from shared.contracts.reply import Accepted
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEscalated,
    TicketEvent,
    TicketReminded,
    TicketResolved,
    TicketRouted,
    TicketUpdated,
)
from shared.contracts.timer import TimerSet
from shared.runtime import clock
from tests.e2e.tale import Tale
from tests.listening import connected
from tests.system import System

TEXT = "Berkas izin bangunan (PBG) rumah saya sudah tiga minggu tidak ada kabar."
LIAISON = "narahubung-izin-bangunan"
LADDER = ("sekretaris-dpmptsp", "kepala-dpmptsp", "asisten-ekbang")
ANSWER = "Satu gambar belum ditandatangani. Besok saya telepon untuk menjelaskan caranya."
ADDRESS = "warga@contoh.example"
DONE = "Gambarnya sudah kami terima dan izinnya terbit hari ini."


async def complain(system: System, **body: Any) -> dict[str, str]:
    """At the HTTP door, as a page or an app does."""
    async with httpx.AsyncClient(base_url=system.services["intake"].url) as citizen:
        answer = await citizen.post("/complaints", json={"text": TEXT, **body})
    assert answer.status_code == 202, answer.text
    return answer.json()


async def look(system: System, ticket: str) -> dict[str, str]:
    async with httpx.AsyncClient(base_url=system.services["intake"].url) as citizen:
        return (await citizen.get(f"/complaints/{ticket}")).json()


async def act(system: System, ticket: TicketEvent, kind: ActionKind, words: str | None = None) -> None:
    """What the liaison does."""
    action = Action(
        id=f"story:{ticket.ticket}:{kind}",
        ticket=ticket.ticket,
        queue=ticket.queue,
        kind=kind,
        actor=ticket.holder.post,
        words=words,
        outcome="done" if kind == "resolve" else None,
        at=clock.now(),
    )
    async with connected(system.nats.url) as connection:
        await connection.jetstream().publish(action.subject(), action.body(), headers=action.headers("story"))


async def test_the_journey_of_a_complaint(system: System, tale: Tale) -> None:
    # A citizen complains, and has a number at once.
    number = (await complain(system))["ticket"]
    assert (await tale.tells(Accepted, ticket=number)).source == "web"

    # It reaches the liaison of its topic, and the citizen is told who that is.
    routed = await tale.tells(TicketRouted, ticket=number)
    assert (routed.queue, routed.holder.post, routed.state) == ("perizinan", LIAISON, "routed")
    assert TEXT in await tale.letter(ticket=number, revision=1, audience="liaison", to=LIAISON)
    assert routed.holder.title in await tale.letter(ticket=number, revision=1, audience="citizen")
    assert (await look(system, number))["state"] == "routed"

    # Nobody answers: the liaison is reminded, ...
    reminded = await tale.tells(TicketReminded, ticket=number)
    assert reminded.holder.post == LIAISON
    assert number in await tale.letter(ticket=number, revision=reminded.revision, audience="liaison")

    # ... and rung by rung those above hear of it.
    for rung, post in enumerate(LADDER, start=1):
        escalated = await tale.tells(TicketEscalated, ticket=number, rung=rung)
        assert (escalated.told.post, escalated.holder.post) == (post, LIAISON)
        assert routed.holder.title in await tale.letter(ticket=number, audience="leader", to=post)

    # At last the liaison takes it up; the clock that was running for that is stopped.
    await act(system, routed, "acknowledge")
    acknowledged = await tale.tells(TicketAcknowledged, ticket=number)
    assert acknowledged.actor == LIAISON
    assert routed.holder.title in await tale.letter(ticket=number, revision=acknowledged.revision, audience="citizen")
    await tale.tells(TimerSet, ticket=number, clock="acknowledge", at=None)

    # The citizen hears what is being done, and that it is done.
    await act(system, routed, "reply", ANSWER)
    updated = await tale.tells(TicketUpdated, ticket=number)
    assert ANSWER in await tale.letter(ticket=number, revision=updated.revision, audience="citizen")
    await act(system, routed, "resolve", DONE)
    resolved = await tale.tells(TicketResolved, ticket=number)
    assert DONE in await tale.letter(ticket=number, revision=resolved.revision, audience="citizen")

    # Nobody's clock runs any more but the citizen's own, and whoever knows the number sees it.
    await tale.tells(TimerSet, ticket=number, clock="resolution", at=None)
    seen = await look(system, number)
    assert (seen["state"], seen["holder"]) == ("resolved", routed.holder.title)

    # All of it in one unbroken row of revisions, each with its cause and its reason.
    revisions = {event.revision: event for event in tale.all(TicketEvent, ticket=number)}
    assert sorted(revisions) == list(range(1, len(revisions) + 1))
    assert len({event.cause for event in revisions.values()}) == len(revisions)
    assert all(event.reason for event in revisions.values())


class Mailbox:
    """A mail server that keeps the last letter to each address."""

    def __init__(self) -> None:
        self.letters: dict[str, EmailMessage] = {}
        self._sessions: list[SMTP] = []

    def session(self) -> SMTP:
        self._sessions.append(SMTP(self, loop=asyncio.get_running_loop()))
        return self._sessions[-1]

    def hang_up(self) -> None:
        for session in self._sessions:
            if session.transport:
                session.transport.close()

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 -- the name it calls
        content = envelope.original_content or b""
        self.letters[envelope.rcpt_tos[0]] = email.message_from_bytes(content, policy=default)
        return "250 OK"


@pytest.fixture
async def mailbox(system: System) -> AsyncIterator[Mailbox]:
    """Of the notifier that now works here: e-mail where there is an address, else the outbox."""
    mailbox = Mailbox()
    server = await asyncio.get_running_loop().create_server(mailbox.session, "127.0.0.1", 0)
    mail = {
        "MELAYANI_CHANNELS": "email,outbox",
        "MELAYANI_EMAIL_HOST": "127.0.0.1",
        "MELAYANI_EMAIL_PORT": str(server.sockets[0].getsockname()[1]),
        "MELAYANI_EMAIL_SECURITY": "none",
        "MELAYANI_EMAIL_SENDER": "melayani@banyuwangi.example",
    }
    by_mail = system.add("notifier", "notifier-by-mail", mail)
    await asyncio.gather(system.services["notifier"].stop(), by_mail.start())
    yield mailbox
    await asyncio.gather(by_mail.stop(), system.services["notifier"].start())
    server.close()
    mailbox.hang_up()


async def test_who_left_an_e_mail_address_is_written_to_there_and_who_did_not_finds_a_letter(
    system: System, tale: Tale, mailbox: Mailbox
) -> None:
    with_address = (await complain(system, reporter={"email": ADDRESS}))["ticket"]
    without = (await complain(system))["ticket"]

    await tale.tells(NoticeDelivered, ticket=with_address, audience="citizen", channel="email")
    assert with_address in str(mailbox.letters[ADDRESS]["Subject"])
    assert without in await tale.letter(ticket=without, audience="citizen")

    # A liaison has an address in any case.
    await tale.tells(NoticeDelivered, ticket=without, audience="liaison", channel="email")
    assert f"{LIAISON}@banyuwangi.example" in mailbox.letters
