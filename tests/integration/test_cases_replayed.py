"""What is done to a case is decided once: whatever comes again later is only said again, and each is told its own."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from deploy.local.servers import Server
from services.router.store import REFUSALS_TOLD
from shared.contracts.ticket import (
    ActionRefused,
    TicketAcknowledged,
    TicketEvent,
    TicketPaused,
)
from shared.directory.model import Directory
from shared.runtime.errors import Reject
from tests.builders import NOW, action, fresh_number
from tests.integration.routing import Router, own, refusal, router_on
from tests.integration.troubles import HOLE, latest, opened, told, wish


@pytest.fixture
async def router(mongo_shared: Server, directory: Directory) -> AsyncIterator[Router]:
    async with router_on(mongo_shared.url, directory) as router:
        yield router


@pytest.fixture
async def pair(router: Router) -> list[TicketEvent]:
    """Two tickets of one case."""
    return await opened(router, told(HOLE[0]), told(HOLE[1]))


async def objected(router: Router, ticket: TicketEvent) -> TicketEvent:
    """After somebody said that it was done, and its reporter that it was not."""
    await router.handlers.act(wish("resolve", ticket, id=f"done-{ticket.ticket}"))
    await router.handlers.act(action("object", ticket=ticket.ticket, id="not-done"))
    return await latest(router, ticket)


async def test_what_could_not_be_done_to_another_one_then_is_not_done_to_it_later(
    router: Router, pair: list[TicketEvent]
) -> None:
    one, other = pair
    await router.handlers.act(wish("acknowledge", other, id="first"))
    await router.handlers.act(wish("unlink", other))
    (later,) = await opened(router, told(HOLE[2]))
    await router.handlers.act(wish("link", other, other=one.ticket))
    late = wish("acknowledge", later)
    said = await router.handlers.act(late)
    await router.handlers.act(wish("resolve", one))
    await router.handlers.act(action("object", ticket=other.ticket))
    again = await router.again().act(late)
    assert [event.body() for event in again] == [event.body() for event in said]
    assert (await latest(router, other)).state == "objected"


async def test_what_was_refused_to_the_named_one_is_not_done_to_it_later(router: Router) -> None:
    (one,) = await opened(router, told(HOLE[0]))
    await router.handlers.act(wish("acknowledge", one, id="first"))
    (other,) = await opened(router, told(HOLE[1]))
    twice = wish("acknowledge", one)
    said = await router.handlers.act(twice)
    assert [type(event) for event in said] == [ActionRefused, TicketAcknowledged]
    await objected(router, one)
    assert [event.body() for event in await router.again().act(twice)] == [event.body() for event in said]
    assert (await latest(router, one)).state == "objected"
    assert (await latest(router, other)).ticket == said[1].ticket


async def test_who_joins_later_is_not_acted_on_by_what_comes_again(router: Router, pair: list[TicketEvent]) -> None:
    done = wish("acknowledge", pair[0])
    await router.handlers.act(done)
    (alone,) = await opened(router, told("Jembatan di gang 9 ambrol.", village="Olehsari"))
    await router.handlers.act(wish("link", alone, other=pair[0].ticket))
    assert len(await router.again().act(done)) == len(pair)
    assert (await latest(router, alone)).state == "routed"


async def test_whoever_names_a_ticket_is_told_of_that_one_too(router: Router, pair: list[TicketEvent]) -> None:
    one, other = pair
    await router.handlers.act(wish("pause", one, pause="safety"))
    await router.handlers.act(wish("resume", other))
    await router.handlers.act(wish("ask", one))
    said = refusal(await router.handlers.act(wish("pause", one, id="again")))
    assert said.ticket == one.ticket
    assert (await latest(router, other)).state == "in_progress"


async def test_who_has_to_look_again_does_nothing_to_the_others_either(router: Router, pair: list[TicketEvent]) -> None:
    one, other = pair
    elsewhere = await router.routed()
    await router.handlers.act(wish("resolve", one, outcome="duplicate", other=elsewhere.ticket))
    refusal(await router.handlers.act(wish("resolve", one, id="stale", revision=1)))
    assert (await latest(router, other)).state == "routed"


async def test_those_wait_on_that_wait_for_their_own_reporter(router: Router, pair: list[TicketEvent]) -> None:
    one, other = pair
    await router.handlers.act(wish("ask", other))
    paused = await router.handlers.act(wish("pause", one, pause="safety"))
    assert [type(event) for event in paused] == [TicketPaused]
    resumed = await router.handlers.act(wish("resume", one))
    assert [event.ticket for event in resumed] == [one.ticket]
    assert (await latest(router, other)).state == "paused"


async def test_all_of_a_case_goes_where_the_named_one_goes_though_it_was_handed_over_more_often(
    router: Router, directory: Directory
) -> None:
    one, other = await router.routed(), await router.routed()
    for place, there in enumerate(("jembatan", "lampu-jalan"), start=1):
        moved = wish("hand_over", await latest(router, one), sector="infrastruktur", topic=there, id=f"move-{place}")
        await router.handlers.act(moved)
    await router.handlers.act(wish("link", one, other=other.ticket))
    said = await router.handlers.act(wish("hand_over", await latest(router, one)))
    assert {event.ticket: event.holder.post for event in said} == dict.fromkeys(
        (one.ticket, other.ticket), directory.arbiter_post
    )
    assert {event.hand_overs for event in said} == {3}


async def test_what_nobody_was_told_before_a_crash_is_said_though_the_ticket_left_the_case_since(
    router: Router, pair: list[TicketEvent]
) -> None:
    done = wish("acknowledge", pair[0])
    said = await router.handlers.act(done)
    await router.handlers.act(wish("unlink", pair[1]))
    assert [event.body() for event in await router.again().act(done)] == [event.body() for event in said]


async def test_a_link_to_a_number_that_nobody_has_after_a_while_is_refused(
    router: Router, pair: list[TicketEvent]
) -> None:
    router.now.at = NOW + timedelta(minutes=2)
    lost = wish("link", pair[0], other=fresh_number())
    said = refusal(await router.handlers.act(lost))
    assert said.reason.endswith("tidak ada. Periksa lagi nomornya.")
    assert refusal(await router.again().act(lost)).body() == said.body()


async def test_a_link_does_not_bring_a_ticket_back_that_a_person_put_elsewhere_since(
    router: Router,
) -> None:
    older, one, other, third = [await router.routed() for _ in range(4)]
    await router.handlers.act(wish("link", other, other=one.ticket))
    link = wish("link", third, other=one.ticket)
    await router.handlers.act(link)
    await router.handlers.act(wish("link", one, other=older.ticket, id="elsewhere"))
    before = await latest(router, one)
    assert before.case == older.ticket
    await router.again().act(link)
    assert await latest(router, one) == before


async def test_what_was_said_of_a_post_that_is_gone_by_now_is_said_again(router: Router, directory: Directory) -> None:
    ticket = await router.routed()
    done, late = wish("acknowledge", ticket), wish("acknowledge", ticket, id="twice")
    said = [own(await router.handlers.act(wished)) for wished in (done, late)]
    posts = {slug: post for slug, post in directory.posts.items() if slug != ticket.holder.post}
    without = router.sharing(directory.model_copy(update={"posts": posts}), None)
    assert [own(await without.act(wished)).body() for wished in (done, late)] == [event.body() for event in said]
    with pytest.raises(Reject, match="there is no post"):
        await without.act(wish("reply", ticket, id="new"))


async def test_refusals_are_not_read_with_the_ticket_and_its_history_tells_of_so_many(router: Router) -> None:
    ticket = await router.routed()
    early = [action("confirm", ticket=ticket.ticket, id=f"early-{place}") for place in range(REFUSALS_TOLD + 3)]
    said = [refusal(await router.handlers.act(wished)) for wished in early]
    stored = await router.database.collection("tickets").find("ticket", ticket.ticket)
    assert len(stored) == 1
    assert len(await router.tickets.past(ticket.ticket)) == 1 + REFUSALS_TOLD
    await router.handlers.act(wish("resolve", ticket, actor=ticket.holder.post))
    assert [refusal(await router.again().act(wished)).body() for wished in early] == [one.body() for one in said]
    assert (await latest(router, ticket)).state == "resolved"
