"""Sources publish in order and twice where they must; a liaison answers once, after being told."""

import asyncio

from deploy.local.book import Book
from deploy.local.example_day import Decision, Example, Liaison
from deploy.local.players import Liaisons, send
from shared.contracts.action import Action
from shared.contracts.event import read
from shared.contracts.reply import Accepted
from shared.contracts.ticket import TicketAcknowledged, TicketHandedOver
from tests.builders import LIAISON, NOW, TICKET, TRIAGE_DESK, delivered, ticket

ACCEPTED = Accepted(source="lapor", id="a", at=NOW, ticket=TICKET, link="http://127.0.0.1/x")
MOMENT = 0.001


class Recorder:
    """A broker that stores everything."""

    def __init__(self) -> None:
        self.stored: list[tuple[str, bytes]] = []
        self.arrived = asyncio.Event()

    async def __call__(self, subject: str, body: bytes, headers: dict[str, str]) -> None:
        assert headers["ce-id"]
        self.stored.append((subject, body))
        self.arrived.set()


def example(name: str, sent: int = 1, liaison: Liaison | None = None) -> Example:
    return Example(id=name, source="lapor", text=name, queue=("infrastruktur",), sent=sent, liaison=liaison)


async def test_what_is_sent_twice_comes_again_at_the_end_the_same_to_the_byte() -> None:
    recorder = Recorder()
    await send([example("a", sent=2), example("b")], recorder, pause=0)
    first, second, third = recorder.stored

    assert [subject for subject, _ in recorder.stored] == ["complaints.lapor"] * 3
    assert first == third != second


async def test_a_liaison_answers_only_once_told_and_only_once() -> None:
    recorder, book = Recorder(), Book()
    liaisons = Liaisons([example("a", liaison=Liaison(acknowledge=MOMENT))], recorder)
    for event in (ACCEPTED, ticket(), delivered(), delivered()):
        assert not recorder.stored
        story = book.hear(event)
        assert story
        liaisons.look(story)
    await asyncio.wait_for(recorder.arrived.wait(), 5)
    liaisons.stop()

    ((subject, body),) = recorder.stored
    action = read(Action, body)
    assert subject == "actions.infrastruktur"
    assert (action.ticket, action.kind, action.actor) == (TICKET, "acknowledge", LIAISON.post)


async def test_triage_decides_what_waits_for_it_and_then_the_liaison_answers() -> None:
    recorder, book = Recorder(), Book()
    decision = Decision(after=MOMENT, sector="infrastruktur", topic="jembatan")
    vague = example("a", liaison=Liaison(acknowledge=MOMENT)).model_copy(update={"decision": decision})
    players = Liaisons([vague], recorder)
    triage = ticket(queue="triage", state="awaiting_triage", holder=TRIAGE_DESK)
    told_too = delivered().model_copy(update={"segment": 2, "notice": f"{TICKET}:2:liaison"})
    for events in ((ACCEPTED, triage, delivered()), (ticket(TicketHandedOver, revision=2, segment=2), told_too)):
        recorder.arrived.clear()
        for event in events:
            story = book.hear(event)
            assert story
            players.look(story)
            players.look(story)
        await asyncio.wait_for(recorder.arrived.wait(), 5)
    players.stop()

    decided, taken = (read(Action, body) for _, body in recorder.stored)
    assert (decided.kind, decided.actor, decided.topic) == ("decide", TRIAGE_DESK.post, "jembatan")
    assert (taken.kind, taken.actor, taken.queue) == ("acknowledge", LIAISON.post, "infrastruktur")


async def test_a_silent_liaison_and_a_finished_story_stay_silent() -> None:
    recorder, book = Recorder(), Book()
    done = Liaisons([example("a", liaison=Liaison(acknowledge=MOMENT))], recorder)
    silent = Liaisons([example("a")], recorder)
    for event in (ACCEPTED, ticket(), ticket(TicketAcknowledged, revision=2), delivered()):
        story = book.hear(event)
    assert story
    for liaisons in (done, silent):
        liaisons.look(story)
        assert not liaisons.busy
