"""Our own counters; labels are queues, sources and words of the code, never an id."""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]

HOP_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600)

HANDLED = Counter(
    "melayani_messages_total", "Messages handled, by what became of them", ("service", "stage", "queue", "outcome")
)
HOP = Histogram(
    "melayani_hop_seconds", "From the broker storing a message to its ack", ("service", "stage"), buckets=HOP_SECONDS
)
SAID = Counter("melayani_events_said_total", "Events said and stored by the broker", ("service", "event"))
PARKED = Counter("melayani_parked_total", "Messages parked in dead letters", ("service", "stage", "code"))
HELD = Gauge("melayani_server_away", "1 while a server is away and work is held for it", ("server",))
EDITION = Gauge(
    "melayani_directory_edition", "1 for the edition of the directory a service goes by", ("service", "edition")
)
REFUSED_EDITIONS = Counter(
    "melayani_directory_refused_total", "Editions of the directory that a service could not take up", ("service",)
)
ASKED_AGAIN = Counter(
    "melayani_pull_renewed_total", "Pull requests renewed because the broker said or kept nothing", ("reason",)
)
