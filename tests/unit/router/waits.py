"""Tickets that wait, and wishes about them."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.router.domain.deed import Deed
from services.router.domain.revision import Refusal
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import EMERGENCY, State
from tests.builders import NOW, action, pause, promise, started, ticket
from tests.conftest import shipped

LOADED = shipped()
WIB = ZoneInfo("Asia/Jakarta")
TODAY = LOADED.day(NOW)
DAY = timedelta(days=1)
OPEN_AT_WORK: tuple[State, ...] = ("routed", "acknowledged", "in_progress", "objected")
ROAD: dict[str, Any] = {"procedure": "road-damage", "stage": "musrenbangcam"}


def deed(kind: str, before: TicketEvent | None = None, now: datetime = NOW, speed: float = 1.0, **wish: Any) -> Deed:
    return Deed(before or in_work(), action(kind, **{"on": None, **wish}), LOADED, now, speed)


def in_work(**change: Any) -> TicketEvent:
    return ticket(**{"state": "in_progress", "promises": (promise(), started()), **change})


def waiting(kind: str = "citizen", **change: Any) -> TicketEvent:
    state = "forwarded" if kind == "forwarded" else "paused"
    stood = pause("authority" if kind == "forwarded" else kind)
    review = started("review", steps=())
    return in_work(**{"state": state, "pause": stood, "promises": (promise(), started(), review), **change})


def after(done: TicketEvent | Refusal) -> TicketEvent:
    assert not isinstance(done, Refusal), done.reason
    return done


def why_not(done: TicketEvent | Refusal) -> str:
    assert isinstance(done, Refusal)
    return done.reason


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=WIB)


def in_days(days: int) -> date:
    return TODAY + days * DAY


EMERGENCIES = [in_work(queue=EMERGENCY), in_work(promises=(started(policy="selesai-darurat"),))]
