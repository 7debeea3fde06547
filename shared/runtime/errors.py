"""The two exceptions a handler may raise on purpose; anything else is a bug."""

from collections.abc import Sequence

from shared.contracts.event import Event


class Retry(Exception):
    """It may pass: the message is tried again with backoff, and parked when it never does.

    `counted` is False while it is a server of somebody else that is away: that is no failure of the message's own.
    """

    def __init__(self, reason: str, *, counted: bool = True) -> None:
        super().__init__(reason)
        self.counted = counted


class Reject(Exception):
    """It never will: the message is parked at once, after `say` is said.

    `code` is a short word for metrics, `reason` a sentence without personal data for whoever reads dead letters.
    """

    def __init__(self, reason: str, *, code: str = "rejected", say: Sequence[Event] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.say = say
