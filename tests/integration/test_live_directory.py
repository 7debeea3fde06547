"""A new edition of the directory goes live in a service that runs, whole or not at all."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from shared.contracts.complaint import Complaint
from shared.contracts.edition import BUCKET_STREAM, BUCKET_VALUE
from shared.contracts.reply import Refused
from shared.directory.load import build
from shared.directory.model import Directory
from shared.runtime.delivery import Hearing
from shared.runtime.provision import ProvisionError
from shared.runtime.service import Service
from tests.integration.editions import becomes, instead_of, named, put, texts_for, written
from tests.integration.living import Desk, Town, alive, next_of, refused, until

Texts = Mapping[str, str]


class Teller:
    """A handler that answers with the edition it began with, once it is let go."""

    def __init__(self, directory: Directory, desk: Desk) -> None:
        self._directory = directory
        self._desk = desk

    async def tell(self, complaint: Complaint) -> Refused:
        await self._desk(complaint)
        return refused(complaint.text, self._directory.edition)


@pytest.fixture(scope="session")
def texts(small: Directory) -> Texts:
    return texts_for(small)


@pytest.fixture
def folder(texts: Texts, tmp_path: Path) -> Path:
    return written(texts, tmp_path / "directory")


def teller(town: Town, folder: Path, desk: Desk | None = None) -> Service:
    """Not yet started; it goes by the folder's edition, 2026-11, until it knows better."""
    waits = desk or Desk()
    service = Service("intake", town.settings(directory=folder), build(texts_for(town.directory)), grace=0.2)
    live = service.live.per_edition(lambda directory: Teller(directory, waits))
    service.hearings = (Hearing("complaints.{source}", Complaint, live.do(Teller.tell), "admit"),)
    service.says = (Refused,)
    return service


def shown(metric: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(metric, {"service": "intake", **labels}) or 0


async def test_what_is_applied_is_taken_up_at_once_and_a_message_in_hand_ends_with_the_edition_it_began_with(
    town: Town, folder: Path, texts: Texts
) -> None:
    async def wait(_: Complaint) -> None:
        await becomes(service, "2026-12")

    desk = Desk(wait)
    service = teller(town, folder, desk)
    heard = await town.listen("replies.>")
    async with alive(service):
        await town.complain("lama")
        await desk.wait(1)
        await put(town, named(texts, "2026-12"), "2026-12")
        old = await next_of(heard)
        await town.complain("baru")
        new = await next_of(heard)

    assert [Refused.model_validate_json(said.data).reason for said in (old, new)] == ["2026-11", "2026-12"]
    assert shown("melayani_directory_edition", edition="2026-12") == 1
    assert shown("melayani_directory_edition", edition="2026-11") == 0


async def test_an_edition_that_does_not_fit_is_refused_aloud_and_the_one_before_stays(
    town: Town, folder: Path, texts: Texts
) -> None:
    other = named(instead_of(texts, "lapor", "surat"), "2026-12")
    before = shown("melayani_directory_refused_total")
    service = teller(town, folder)
    with capture_logs() as logs:
        async with alive(service):
            await put(town, other, "2026-12")
            await until(lambda: _is_logged(logs, "directory refused", "need a restart: lapor, surat"))
            assert service.live.directory.edition == "2026-11"
            await put(town, named(texts, "2027-01"), "2027-01")
            await becomes(service, "2027-01")

    assert shown("melayani_directory_refused_total") == before + 1


async def _is_logged(logs: list[dict[str, object]], event: str, words: str) -> bool:
    return any(entry["event"] == event and words in str(entry.get("reason")) for entry in logs)


async def test_a_service_that_starts_goes_by_the_bucket_and_not_by_its_folder(
    town: Town, folder: Path, texts: Texts
) -> None:
    await put(town, named(texts, "2026-12"), "2026-12")
    async with alive(teller(town, folder)) as service:
        assert service.live.directory.edition == "2026-12"


async def test_what_no_program_can_read_leaves_a_service_with_its_folder(town: Town, folder: Path) -> None:
    await town.client.jetstream().publish(BUCKET_VALUE, b"{")
    async with alive(teller(town, folder)) as service:
        assert service.live.directory.edition == "2026-11"
        assert service.ready


async def test_what_was_applied_while_a_service_could_not_hear_is_taken_up_when_it_is_back(
    town: Town, folder: Path, texts: Texts
) -> None:
    service = teller(town, folder)
    async with alive(service):
        await town.broker.kill()
        await town.broker.start()
        await until(lambda: _is_connected(town))  # long before the service tries again
        await put(town, named(texts, "2026-12"), "2026-12")
        await becomes(service, "2026-12")


async def _is_connected(town: Town) -> bool:
    return town.client.is_connected


async def test_without_the_bucket_a_service_asks_for_the_provisioner(town: Town, folder: Path) -> None:
    await town.client.jetstream().delete_stream(BUCKET_STREAM)
    service = teller(town, folder)
    with pytest.raises(ProvisionError, match="run `melayani provision`: the directory's bucket is missing"):
        await service.start()
    await service.stop()
