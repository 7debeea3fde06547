"""Where a message waits that nobody could handle, and the headers that say why."""

REASON = "X-Reason"
CODE = "X-Code"
SERVICE = "X-Service"
ORIGIN_SUBJECT = "X-Origin-Subject"
ORIGIN_STREAM = "X-Origin-Stream"
ORIGIN_SEQUENCE = "X-Origin-Sequence"
ORIGIN_MESSAGE_ID = "X-Origin-Message-Id"
DELIVERIES = "X-Deliveries"
PARKED_AT = "X-Parked-At"
REPLAYED = "X-Replayed"


def dead_subject(service: str, queue: str) -> str:
    return f"dead.{service}.{queue}"
