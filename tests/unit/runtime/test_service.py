"""Which durables a process consumes follows from `--sectors` and `--stage`."""

import pytest

from shared.contracts.event import Message
from shared.contracts.streams import HEARS
from shared.directory.model import Directory
from shared.runtime.delivery import Hearing
from shared.runtime.provision import durables
from shared.runtime.service import Service
from shared.runtime.settings import RuntimeSettings, SettingsError

STAGES = {"admitted.{urgency}.{source}": "sort", "sorted.{queue}": "assign"}


async def unheard(_: object) -> None:
    """Nothing is heard here."""


def consumed(directory: Directory, sectors: str, stage: str) -> set[str]:
    service = Service("router", RuntimeSettings(sectors=sectors, stage=stage), directory)
    service.hearings = [
        Hearing(hears.filter, Message, unheard, STAGES.get(hears.filter, "lifecycle"))
        for hears in HEARS
        if hears.service == "router"
    ]
    names = {durable.name for durable, _ in service._durables()}
    service.database.close()
    return names


def named(directory: Directory, *prefixes: str) -> set[str]:
    wanted = {durable.name for durable in durables(directory) if durable.hears.service == "router"}
    return {name for name in wanted if name.startswith(prefixes)}


LIFECYCLE = ("router-actions-", "router-promises-", "router-notices-")
OF_PERIZINAN = {"router-actions-perizinan", "router-promises-perizinan", "router-notices-perizinan-failed"}


@pytest.mark.parametrize(
    ("sectors", "stage", "prefixes"),
    [
        ("all", "all", ("router-",)),
        ("all", "sort", ("router-admitted-",)),
        ("all", "sort,lifecycle", ("router-admitted-", *LIFECYCLE)),
        ("perizinan", "assign", ("router-sorted-perizinan",)),
        ("perizinan,triage", "assign", ("router-sorted-perizinan", "router-sorted-triage")),
    ],
)
def test_a_process_consumes_what_it_was_told_to(
    directory: Directory, sectors: str, stage: str, prefixes: tuple[str, ...]
) -> None:
    assert consumed(directory, sectors, stage) == named(directory, *prefixes)


def test_a_sectors_worker_takes_what_belongs_to_no_sector_yet_only_when_told(directory: Directory) -> None:
    assert consumed(directory, "perizinan", "all") == {"router-sorted-perizinan", *OF_PERIZINAN}
    assert named(directory, "router-admitted-") <= consumed(directory, "perizinan", "sort,assign")


@pytest.mark.parametrize(
    ("sectors", "stage", "complaint"),
    [
        ("perizinn", "all", "MELAYANI_SECTORS: there is no perizinn"),
        ("perizinan, triage", "all", "MELAYANI_SECTORS: there is no  triage"),
        ("all", "sorting", "MELAYANI_STAGE: there is no sorting"),
    ],
)
def test_a_queue_or_stage_that_is_not_there_is_refused_and_not_silently_nothing(
    directory: Directory, sectors: str, stage: str, complaint: str
) -> None:
    with pytest.raises(SettingsError, match=complaint):
        consumed(directory, sectors, stage)
