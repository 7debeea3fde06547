"""PITFALLS 10: counters of our own, without ids, that tell parked from done; AsyncAPI with one channel an event."""

import json

from prometheus_client import REGISTRY

from shared.contracts.complaint import Complaint
from shared.contracts.event import HEADER_ID
from shared.contracts.reply import Refused, Reply
from shared.runtime.asyncapi import document
from shared.runtime.errors import Reject
from tests.integration.living import QUEUE, Desk, Town, alive, refused

ID = "id-yang-tidak-boleh-tampak"


def counted(outcome: str) -> float:
    labels = {"service": "intake", "stage": "admit", "queue": QUEUE, "outcome": outcome}
    return REGISTRY.get_sample_value("melayani_messages_total", labels) or 0.0


def label_values() -> set[str]:
    metrics = [metric for metric in REGISTRY.collect() if metric.name.startswith("melayani_")]
    samples = [sample for metric in metrics for sample in metric.samples]
    return {value for sample in samples for value in sample.labels.values()}


async def test_what_is_parked_is_not_counted_as_done_and_no_label_is_an_id(town: Town) -> None:
    async def decide(complaint: Complaint) -> Refused:
        if complaint.text == "tolak":
            raise Reject("no")
        return refused(ID)

    done, parked = counted("done"), counted("parked")
    async with alive(town.intake(Desk(decide))):
        await town.complain("satu", "tolak", "dua")
        await town.publish(b"{", **{HEADER_ID: ID})
        await town.handled()

    assert (counted("done") - done, counted("parked") - parked) == (2, 2)
    assert QUEUE in label_values()
    assert not [value for value in label_values() if ID in value]


async def test_asyncapi_has_one_typed_channel_for_each_event_however_many_queues_there_are(town: Town) -> None:
    service = town.intake(Desk())
    service.says = (Reply,)
    described = json.loads(document(service, "1", "An intake of a test."))

    addresses = [channel["address"] for channel in described["channels"].values()]
    assert sorted(addresses) == ["complaints.{source}", "replies.{source}", "replies.{source}"]
    schemas = described["components"]["schemas"]
    assert {"text", "reporter", "privacy"} <= schemas["Complaint"]["properties"].keys()
    assert {"ticket", "link"} <= schemas["Accepted"]["properties"].keys()
    assert {"code", "reason"} <= schemas["Refused"]["properties"].keys()
