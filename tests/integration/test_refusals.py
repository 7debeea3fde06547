"""What is not done is told to whoever wished it, is remembered, and is never decided anew."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from deploy.local.servers import Server
from services.router.domain.deed import Deed
from services.router.domain.refusal import refused
from services.router.domain.revision import Refusal
from shared.contracts.ticket import ActionRefused
from shared.contracts.words import CITIZEN
from shared.directory.model import Directory
from shared.runtime.errors import Reject
from tests.builders import LATER, action, fresh_number
from tests.integration.routing import Router, own, refusal, router_on
from tests.integration.troubles import HOLE, OTHER_HOLE, case_of, opened, told, wish

CROWD = 8


@pytest.fixture(scope="module")
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    async with router_on(mongo_shared.url, directory) as router:
        yield router


async def test_an_action_that_may_not_be_is_told_with_its_reason_and_changes_nothing(router: Router) -> None:
    ticket = await router.routed()
    late = wish("reply", ticket, actor="bupati")
    said = refusal(await router.handlers.act(late))
    assert (said.ticket, said.actor, said.action, said.kind) == (ticket.ticket, "bupati", late.id, "reply")
    assert said.reason.startswith("Laporan ini dipegang narahubung lampu jalan")
    assert said.subject() == "tickets.infrastruktur.refused"
    assert await router.revisions(ticket.ticket) == [1]
    assert [type(event) for event in await router.tickets.past(ticket.ticket)] == [type(ticket), ActionRefused]


async def test_what_was_refused_stays_refused_though_it_could_be_done_by_now(router: Router) -> None:
    ticket = await router.routed()
    early = action("confirm", ticket=ticket.ticket)
    said = refusal(await router.handlers.act(early))
    await router.handlers.act(wish("resolve", ticket))
    assert refusal(await router.again().act(early)).body() == said.body()
    assert await router.revisions(ticket.ticket) == [1, 2]
    # Wished again, and not only said again, it is another wish.
    assert own(await router.handlers.act(action("confirm", id="now", ticket=ticket.ticket))).state == "confirmed"


async def test_a_crowd_of_the_same_action_is_refused_once(router: Router) -> None:
    ticket = await router.routed()
    late = wish("reply", ticket, words=None)
    said = await asyncio.gather(*(handlers.act(late) for handlers in (router.handlers, router.again()) * CROWD))
    assert len({refusal(events).body() for events in said}) == 1
    assert len(await router.tickets.past(ticket.ticket)) == 2


async def test_where_another_process_has_done_it_meanwhile_it_was_done(router: Router, directory: Directory) -> None:
    ticket = await router.routed()
    wished = wish("acknowledge", ticket)
    deed = Deed(ticket, wished, directory, LATER)
    done = own(await router.handlers.act(wished))
    said = await router.tickets.refuse(refused(deed, Refusal("Tidak bisa.")))
    assert (said.event, said.is_new) == (done, False)
    assert own(await router.again().act(wished)) == done


async def test_what_somebody_elses_change_has_overtaken_is_refused(router: Router) -> None:
    ticket = await router.routed()
    await router.handlers.act(wish("hand_over", ticket, sector="infrastruktur", topic="jembatan"))
    late = wish("resolve", ticket, actor="sekretaris-dpu-ckpp", revision=1)
    assert "sudah berubah sejak Anda lihat" in refusal(await router.handlers.act(late)).reason


async def test_a_duplicate_names_a_ticket_there_is(router: Router) -> None:
    ticket, original = await router.routed(), await router.routed()
    nobodys = wish("resolve", ticket, outcome="duplicate", other=fresh_number())
    assert "tidak ada. Periksa lagi nomornya." in refusal(await router.handlers.act(nobodys)).reason
    known = wish("resolve", ticket, outcome="duplicate", other=original.ticket, id="known")
    assert own(await router.handlers.act(known)).state == "resolved"
    back = wish("resolve", original, outcome="duplicate", other=ticket.ticket)
    assert f"karena laporan {original.ticket}" in refusal(await router.handlers.act(back)).reason


async def test_a_link_that_was_refused_stays_refused(router: Router) -> None:
    one, other = await opened(router, told(HOLE[0]), told(OTHER_HOLE))
    link = wish("link", one, other=other.ticket, actor="narahubung-pkl")
    said = refusal(await router.handlers.act(link))
    again = router.again()
    assert refusal(await again.act(link)).body() == said.body()
    assert "Laporan ini tidak terhubung" in refusal(await router.handlers.act(wish("unlink", one))).reason
    assert await case_of(router, one) == ()


async def test_who_is_no_post_and_no_reporter_cannot_be_told(router: Router) -> None:
    ticket = await router.routed()
    with pytest.raises(Reject, match="there is no post kepala-kantor-pos") as rejected:
        await router.handlers.act(wish("reply", ticket, actor="kepala-kantor-pos"))
    assert rejected.value.code == "unknown-actor"
    assert own(await router.handlers.act(wish("reply", ticket, actor=CITIZEN))).actor == CITIZEN
