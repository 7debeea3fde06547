"""PITFALLS 14: the broker of one machine writes what it acknowledges to disk at once."""

import httpx

from tests.integration.living import Town


async def test_the_broker_of_one_machine_syncs_every_write(town: Town) -> None:
    async with httpx.AsyncClient() as http:
        state = (await http.get(f"{town.broker.monitor_url}/varz")).json()

    assert state["jetstream"]["config"]["sync_always"]
