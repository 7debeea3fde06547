"""Router's sorting handler: it needs no store, because its answer can be made again."""

from datetime import datetime

import pytest

from services.router.cases import Cases
from services.router.checks import Checks
from services.router.domain.sorting import Sorter
from services.router.handlers import RouterHandlers
from services.router.store import Tickets
from shared.contracts.admitted import Admitted
from shared.contracts.sorted import Sorted
from shared.directory.model import Directory
from shared.runtime.hold import Hold
from shared.runtime.mongo import Collection
from tests.builders import NOW, Ticking, complaint

NO_STORE = Collection(None, Hold())


def sorting_at(directory: Directory, at: datetime) -> RouterHandlers:
    tickets = Tickets(NO_STORE, ())
    now = Ticking(at)
    cases, checks = Cases(NO_STORE, NO_STORE, tickets, now), Checks(NO_STORE, directory, now)
    return RouterHandlers(directory, tickets, cases, checks, now, 1.0, Sorter(directory))


@pytest.fixture(scope="module")
def router(directory: Directory) -> RouterHandlers:
    return sorting_at(directory, NOW)


async def test_a_complaint_is_said_again_with_its_queue_and_otherwise_as_it_came(router: RouterHandlers) -> None:
    admitted = Admitted(complaint=complaint(text="Lampu jalan mati sejak Jumat, di Kemiren."))
    said = await router.sort(admitted)
    assert said.complaint == admitted.complaint
    assert (said.sorting.queue, said.sorting.district) == ("infrastruktur", "Glagah")
    assert said.subject() == "sorted.infrastruktur"


async def test_the_same_complaint_is_sorted_the_same_by_every_process_at_every_time(directory: Directory) -> None:
    admitted = Admitted(complaint=complaint())
    said = [await sorting_at(directory, at).sort(admitted) for at in (NOW, NOW.replace(year=2031))]
    assert said[0].body() == said[1].body()
    assert said[0].headers("router") == said[1].headers("router")


@pytest.mark.parametrize("urgency", ["normal", "backlog"])
async def test_a_complaint_nobody_understands_is_a_persons_to_sort(router: RouterHandlers, urgency: str) -> None:
    said = await router.sort(Admitted(complaint=complaint(text="Mohon bantuannya.", urgency=urgency)))
    assert isinstance(said, Sorted)
    assert said.subject() == "sorted.triage"
