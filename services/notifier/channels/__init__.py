"""How a letter leaves the house: one module here is one channel, and its name is the module's.

A channel module holds `Settings` (environment `MELAYANI_<NAME>_*`) and `Sender`, made of its settings alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from shared.contracts.words import Audience, CheckNumber, Reach, TicketNumber
from shared.runtime.settings import SettingsError, read_settings


@dataclass(frozen=True)
class Letter:
    """What a recipient reads of a ticket or a spot check.

    `to` is a post or a pseudonym, `address` the secret one of a person.
    """

    notice: str
    ticket: TicketNumber | CheckNumber
    audience: Audience
    to: str
    subject: str
    body: str
    at: datetime
    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Sent:
    """The channel took the letter; `provider_id` is what its receipts will call it."""

    provider_id: str | None = None


class Undeliverable(Exception):
    """This letter will never arrive on this channel; the reason holds no address."""


class Unavailable(Exception):
    """The channel cannot take this letter now; the reason holds no address."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Channel(Protocol):
    """`reach` is the kind of address it needs, None for none; `send` may take seconds, never minutes."""

    @property
    def name(self) -> str: ...

    @property
    def reach(self) -> Reach | None: ...

    async def send(self, letter: Letter) -> Sent:
        """Raises Undeliverable or Unavailable, and nothing else on purpose."""
        ...


def available() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def load(names: Iterable[str]) -> tuple[Channel, ...]:
    """The named channels, in this order; raises SettingsError for an unknown one or a missing setting."""
    return tuple(_open(name) for name in names)


def _open(name: str) -> Channel:
    known = available()
    if name not in known:
        raise SettingsError(f"MELAYANI_CHANNELS: there is no channel {name!r}, only {', '.join(known)}")
    module = import_module(f"{__name__}.{name}")
    channel: Channel = module.Sender(read_settings(module.Settings))
    return channel
