"""PITFALLS 7: only the provisioner touches streams and durables, and it refuses whatever would destroy."""

from dataclasses import replace
from typing import Any

import pytest
from nats.js import JetStreamContext
from nats.js.api import StreamConfig

from shared.directory.model import Directory
from shared.runtime.provision import ProvisionError, durables, provision
from tests.integration.living import DURABLE, STORE_BYTES, Desk, Town, alive

DAY = 24 * 60 * 60


async def config(jetstream: JetStreamContext, name: str = "COMPLAINTS") -> StreamConfig:
    return (await jetstream.stream_info(name)).config


async def test_provisioning_again_changes_nothing(town: Town) -> None:
    done = await provision(town.client.jetstream(), town.directory, STORE_BYTES, 1)

    assert done == (f"{len(list(durables(town.directory)))} durables in place",)


async def test_a_new_source_and_a_new_sector_need_no_more_than_provisioning(town: Town, directory: Directory) -> None:
    await provision(town.client.jetstream(timeout=10), directory, STORE_BYTES, 1)

    assert (await config(town.client.jetstream())).subjects == [f"complaints.{source}" for source in directory.sources]
    newest = [*directory.sectors][-1]
    assert (await town.consumer("SORTED", f"router-sorted-{newest}")).config.filter_subject == f"sorted.{newest}"


@pytest.mark.parametrize(
    ("change", "store", "refusal"),
    [
        ({"sources": ("lapor",)}, STORE_BYTES, "COMPLAINTS: subject complaints.call112 would be dropped"),
        ({}, STORE_BYTES // 2, "COMPLAINTS: max_bytes would shrink from"),
    ],
)
async def test_what_would_lose_messages_is_refused_before_anything_is_done(
    town: Town, change: dict[str, Any], store: int, refusal: str
) -> None:
    sources = {slug: town.directory.sources[slug] for slug in change.get("sources", town.directory.sources)}
    smaller = town.directory.model_copy(update={"sources": sources})
    jetstream = town.client.jetstream()
    before = await config(jetstream), await config(jetstream, "TICKETS")

    with pytest.raises(ProvisionError, match=refusal):
        await provision(jetstream, smaller, store, 1)
    assert (await config(jetstream), await config(jetstream, "TICKETS")) == before


@pytest.mark.parametrize(
    ("theirs", "refusal"),
    [
        ({"max_age": 60 * DAY}, "max_age would shrink from"),
        ({"max_bytes": -1}, "max_bytes would shrink from"),
        ({"subjects": ["complaints.call112", "complaints.lapor", "complaints.old"]}, "subject complaints.old would be"),
    ],
)
async def test_a_stream_that_somebody_widened_is_not_narrowed(town: Town, theirs: dict[str, Any], refusal: str) -> None:
    jetstream = town.client.jetstream()
    await jetstream.update_stream(replace(await config(jetstream), **theirs))

    with pytest.raises(ProvisionError, match=refusal):
        await provision(jetstream, town.directory, STORE_BYTES, 1)


async def test_a_service_that_starts_and_works_changes_no_stream_and_no_durable(town: Town) -> None:
    jetstream = town.client.jetstream()
    theirs = replace(await config(jetstream), max_age=60 * DAY, duplicate_window=1.0)
    await jetstream.update_stream(theirs)
    before = await config(jetstream), (await town.consumer()).config
    desk = Desk()
    async with alive(town.intake(desk)):
        await town.complain("biasa")
        await desk.wait(1)
        await town.handled()

    assert (await config(jetstream), (await town.consumer("COMPLAINTS", DURABLE)).config) == before
    assert before[0].max_age == 60 * DAY


async def test_streams_that_do_not_fit_the_disk_are_refused_with_advice(town: Town) -> None:
    with pytest.raises(ProvisionError, match=r"stream .*the broker refuses: .*storage.*lower MELAYANI_STORE_BYTES"):
        await provision(town.client.jetstream(), town.directory, 2**40, 1)
