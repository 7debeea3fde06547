"""The streams, and who hears what: the one table the provisioner builds and the services check.

Braces stand for the directory's values: {source}, {queue}, {urgency}, {channel}.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Stream:
    """A JetStream stream; `share` is its part of the broker's disk, None for one that must never refuse."""

    name: str
    subjects: tuple[str, ...]
    max_age: timedelta | None
    share: float | None
    schedules: bool = False


@dataclass(frozen=True)
class Hears:
    """One service hears one kind of message, through one durable for each value of the braces."""

    service: str
    stream: str
    filter: str

    def durable(self, **values: str) -> str:
        """The consumer's name, for example `router-sorted-infrastruktur`."""
        parts = (part.format(**values) for part in self.filter.split(".") if part != ">")
        return "-".join((self.service, *parts))


STREAMS = (
    Stream("COMPLAINTS", ("complaints.{source}",), timedelta(days=14), 0.010),
    Stream("ADMITTED", ("admitted.*.*",), timedelta(days=14), 0.03),
    Stream("SORTED", ("sorted.*",), timedelta(days=14), 0.04),
    Stream("TICKETS", ("tickets.*.*",), timedelta(days=30), 0.56),
    Stream("PROMISES", ("promises.*.*",), timedelta(days=30), 0.05),
    Stream("NOTICES", ("notices.*.*",), timedelta(days=30), 0.20),
    Stream("ACTIONS", ("actions.{queue}",), timedelta(days=30), 0.03),
    Stream("RECEIPTS", ("receipts.*",), timedelta(days=14), 0.01),
    Stream("REPLIES", ("replies.*",), timedelta(days=14), 0.02),
    Stream("TIMERS", ("timers.set.*.*.*", "timers.due.*"), None, None, schedules=True),
    Stream("CHECKS", ("checks.*.*",), timedelta(days=90), 0.005),
    Stream("DIGESTS", ("digests.*",), timedelta(days=30), 0.0009),
    Stream("DEAD", ("dead.*.*",), timedelta(days=90), 0.04),
)

# In the order they are started.
SERVICES = ("intake", "router", "notifier", "sla")

HEARS = (
    Hears("intake", "COMPLAINTS", "complaints.{source}"),
    Hears("router", "ADMITTED", "admitted.{urgency}.{source}"),
    Hears("router", "SORTED", "sorted.{queue}"),
    Hears("router", "ACTIONS", "actions.{queue}"),
    Hears("router", "PROMISES", "promises.{queue}.>"),
    Hears("router", "NOTICES", "notices.{queue}.failed"),
    Hears("sla", "TICKETS", "tickets.{queue}.>"),
    Hears("sla", "NOTICES", "notices.{queue}.delivered"),
    Hears("sla", "TIMERS", "timers.due.{queue}"),
    Hears("notifier", "TICKETS", "tickets.{queue}.>"),
    Hears("notifier", "CHECKS", "checks.{queue}.asked"),
    Hears("notifier", "DIGESTS", "digests.leader"),
)
