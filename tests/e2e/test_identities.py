"""Who wrote a complaint stands in COMPLAINTS, in intake's dead letters and, sealed, in the vault, and nowhere else."""

import httpx
import pytest

from deploy.local.example_day import load_day
from shared.contracts.action import Action
from shared.contracts.notice import NoticeDelivered
from shared.contracts.reply import Accepted, Refused
from shared.contracts.streams import SERVICES
from shared.contracts.ticket import TicketEvent, TicketWithdrawn
from shared.contracts.words import CITIZEN
from shared.runtime.clock import now
from tests.e2e import seeds
from tests.e2e.search import Identities, documents, files, found, leaks, messages, metrics, texts
from tests.e2e.tale import Tale
from tests.listening import connected
from tests.system import System

SOURCE = "smartkampung"
OWN_DEAD = "dead.intake."
VAULT = "melayani_intake.identities"
# By HTTP the key stands beside the body, so these bodies are complaints.
REFUSED_BY_HTTP = [seed for seed in seeds.refused() if seed.id not in {"", "street-0"}]
PARTS = [{**seeds.WHO, "name": part} for part in seeds.WHO["name"].split()]


@pytest.fixture(scope="module")
def identities() -> Identities:
    """Of the example day every whole name, of our own seeds every part of the name."""
    day = [example.reporter.model_dump(exclude_none=True) for example in load_day() if example.reporter]
    return Identities.of([*day, *PARTS])


@pytest.fixture
async def told(system: System, tale: Tale) -> list[str]:
    """The numbers of all complaints, once every one is told to those it concerns, and of ours a leader is told too."""
    day = load_day()
    async with connected(system.nats.url) as connection:
        jetstream = connection.jetstream(timeout=10)
        for example in day:
            await jetstream.publish(example.subject, example.body(), headers=example.headers())
        for seed in seeds.accepted():
            await jetstream.publish(f"complaints.{SOURCE}", seed.body, headers=seed.headers())
        ours = [(await tale.tells(Accepted, source=SOURCE, id=seed.id)).ticket for seed in seeds.accepted()]
        for seed in seeds.refused():
            ack = await jetstream.publish(f"complaints.{SOURCE}", seed.body, headers=seed.headers())
            await tale.tells(Refused, cause=f"COMPLAINTS:{ack.seq}")
    for example in day:
        if example.refused:
            await tale.tells(Refused, source=example.source, id=example.id)
    theirs = [(await tale.tells(Accepted, source=one.source, id=one.id)).ticket for one in day if not one.refused]
    *new, old = ours  # the last is an imported one: it rings no bell, and its clocks are slow
    for number in (*new, *theirs):
        await tale.tells(NoticeDelivered, ticket=number, audience="liaison")
    for number in new:
        await tale.tells(NoticeDelivered, ticket=number, audience="leader")
    await put_to_rest(system, tale, [*ours, *theirs])
    await tale.tells(NoticeDelivered, ticket=old, audience="liaison")
    return [*ours, *theirs]


async def put_to_rest(system: System, tale: Tale, numbers: list[str]) -> None:
    """Nobody waits for them any more: else those above hear of each again and again, while other stories are told."""
    async with connected(system.nats.url) as connection:
        jetstream = connection.jetstream(timeout=10)
        for number in numbers:
            queue = tale.all(TicketEvent, ticket=number)[-1].queue
            wish = Action(id=f"rest-{number}", ticket=number, queue=queue, kind="withdraw", actor=CITIZEN, at=now())
            await jetstream.publish(wish.subject(), wish.body(), headers=wish.headers("page"))
    for number in numbers:
        await tale.tells(TicketWithdrawn, ticket=number)


async def test_nobody_but_intake_learns_who_complained(system: System, told: list[str], identities: Identities) -> None:
    stored, kept = await messages(system), await documents(system)
    complaints = list(texts(message for message in stored if message.stream == "COMPLAINTS"))
    own_dead = list(texts(message for message in stored if message.subject.startswith(OWN_DEAD)))
    streams = list(texts(message for message in stored if not message.subject.startswith(("complaints.", OWN_DEAD))))
    vault = [(place, value) for place, value in kept if place == VAULT]
    collections = [(place, value) for place, value in kept if place != VAULT]
    letters = [*files(system.outbox, "petugas/*/*"), *files(system.outbox, "pimpinan/*/*")]
    logs = [*files(system.folder, "logs/*.log"), *files(system.folder, "*/*.log")]
    pages = await metrics(system)

    # The search finds what is there, and looks into everything.
    assert found(identities, complaints) == identities.words | identities.digits
    assert found(identities, own_dead)
    numbers = Identities(frozenset(number.casefold() for number in told), frozenset())
    for places in (streams, vault, collections, letters):
        assert found(numbers, places) == numbers.words
    assert {message.stream for message in stored} >= {"ADMITTED", "SORTED", "TICKETS", "PROMISES", "NOTICES", "REPLIES"}
    assert {place.partition(".")[0] for place, _ in collections} >= {f"melayani_{name}" for name in SERVICES}
    assert {f"logs/{name}.log" for name in SERVICES} <= {place for place, text in logs if "ready" in str(text)}
    assert len([page for _, page in pages if "melayani_messages_total" in str(page)]) == len(SERVICES)

    # It finds nothing where nothing may be; in the vault because it is sealed.
    for places in (streams, vault, collections, letters, logs, pages):
        assert not leaks(identities, places)


@pytest.mark.parametrize("seed", REFUSED_BY_HTTP, ids=lambda seed: seed.id)
async def test_the_door_never_repeats_what_it_refuses(system: System, identities: Identities, seed: seeds.Seed) -> None:
    async with httpx.AsyncClient(base_url=system.services["intake"].url) as client:
        answer = await client.post("/complaints", content=seed.body)
    assert answer.is_client_error
    assert not leaks(identities, [("body", answer.text), ("headers", str(answer.headers))])
