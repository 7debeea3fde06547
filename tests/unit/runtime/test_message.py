"""A message's place in its stream is read from its reply subject, in the broker's old and new form."""

from datetime import UTC, datetime

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.runtime.message import Message

STORED = "1795428000123000000"  # nanoseconds


@pytest.mark.parametrize(
    "reply",
    [
        f"$JS.ACK.SORTED.router-sorted-perizinan.3.41.52.{STORED}.7",
        f"$JS.ACK.hub.aCcOuNt.SORTED.router-sorted-perizinan.3.41.52.{STORED}.7",
        f"$JS.ACK._.aCcOuNt.SORTED.router-sorted-perizinan.3.41.52.{STORED}.7.rAnDoM",
    ],
)
def test_stream_sequence_deliveries_and_time_are_the_brokers(reply: str) -> None:
    message = Message.of(Msg(Client(), "sorted.perizinan", reply, b"{}", {"ce-id": "x"}))

    assert (message.stream, message.sequence, message.deliveries) == ("SORTED", 41, 3)
    assert message.at == datetime(2026, 11, 23, 10, 0, 0, 123000, UTC)
    assert (message.subject, message.data, message.headers) == ("sorted.perizinan", b"{}", {"ce-id": "x"})


def test_a_message_without_headers_has_none() -> None:
    raw = Msg(Client(), "s", f"$JS.ACK.S.d.1.1.1.{STORED}.0", b"")

    assert Message.of(raw).headers == {}
