"""Router's minute sweep on a real store goes on: past what does not fit, cannot be read, or leads to nothing."""

import pytest

from services.router import roster_sweep
from services.router.domain.rostering import Rostering
from shared.contracts.desk_question import AskTriage
from shared.contracts.words import TRIAGE
from tests.builders import LIAISON, NOW, TRIAGE_DESK, fresh_number, rostered
from tests.integration.clocks import Broker
from tests.integration.offices import A_WHILE, Office
from tests.unit.router.deeds import vacated
from tests.unit.router.test_roster_cases import with_colleagues
from tests.unit.router.test_rostering import AWAY, BOTH_AWAY, DEPUTY


async def test_what_leads_to_nothing_now_may_lead_to_something_later(office: Office) -> None:
    ticket, unsaid = await office.router.routed(), await office.unsaid(Broker())
    rostering = Rostering(rostered(office.directory, AWAY), NOW)
    wanted = rostering.changed(ticket)
    assert wanted
    assert await unsaid.change(ticket.ticket, wanted.cause, lambda _: None) is None
    assert await unsaid.change(ticket.ticket, wanted.cause, rostering.changed) == wanted


async def test_more_news_than_one_turn_has_room_for_is_seen_in_the_next_ones(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = [await office.paused() for _ in range(5)]
    office.write(BOTH_AWAY)
    replica = await office.replica()
    assert await replica.once() == len(tickets)
    assert {(await office.latest(ticket)).holder.post for ticket in tickets} == {TRIAGE_DESK.post}
    monkeypatch.setattr(roster_sweep, "SWEPT_AT_ONCE", 2)
    monkeypatch.setattr(roster_sweep, "SEEN_AGAIN", 1)
    await replica.once()
    office.write(AWAY)
    for _ in range(3):
        await replica.once()
    assert {(await office.latest(ticket)).holder.post for ticket in tickets} == {DEPUTY}


async def test_what_cannot_be_moved_is_in_nobodys_way(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_sweep, "SWEPT_AT_ONCE", 2)
    for number in (fresh_number(), fresh_number()):
        await office.unreadable(number)
    ticket = await office.router.routed()
    office.write(AWAY)
    replica = await office.replica()
    assert [await replica.once() for _ in range(2)] == [0, 1]
    assert (await office.latest(ticket)).holder.post == DEPUTY


async def test_what_cannot_be_said_keeps_nothing_else_from_being_said(office: Office) -> None:
    unreadable = fresh_number()
    await office.unreadable(unreadable)
    ticket, rostering = await office.router.routed(), Rostering(rostered(office.directory, AWAY), NOW)
    away = Broker()
    away.away = True
    dying = await office.unsaid(away)
    wanted = rostering.changed(ticket)
    assert wanted
    with pytest.raises(KeyError):
        await dying.change(unreadable, wanted.cause, rostering.changed)
    with pytest.raises(ConnectionError):
        await dying.change(ticket.ticket, wanted.cause, rostering.changed)
    office.now.at += A_WHILE
    office.write(AWAY)
    assert await office.sweep() == 1
    assert office.heard() == [(await office.latest(ticket)).body()]


async def test_what_a_post_holds_that_the_directory_has_no_more_is_passed_on(office: Office) -> None:
    ticket = await office.router.routed()
    posts = {slug: post for slug, post in office.directory.posts.items() if slug != LIAISON.post}
    office.directory = office.directory.model_copy(update={"posts": posts})
    assert await office.sweep() == 1
    assert (await office.latest(ticket)).queue == TRIAGE
    assert await office.sweep() == 0


async def test_what_triage_stands_in_for_is_on_its_desk_once_there_is_work_to_do(office: Office) -> None:
    ticket = await office.paused()
    office.write(BOTH_AWAY)
    replica = await office.replica()
    assert [await replica.once() for _ in range(2)] == [1, 0]
    await office.does("resume", ticket, TRIAGE_DESK.post)
    assert await replica.once() == 1
    waiting = await office.router.desk.waitings(AskTriage(limit=20))
    assert ticket.ticket in {one.ticket for one in waiting.tickets}


async def test_a_case_stays_together_among_colleagues(office: Office) -> None:
    tickets = await office.case_of(4)
    office.directory = vacated(with_colleagues(office.directory), LIAISON.post)
    assert await office.sweep() == len(tickets)
    assert len({(await office.latest(ticket)).holder.post for ticket in tickets}) == 1
