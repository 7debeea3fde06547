"""Sums of working time and promises as other programs read them: spans in ISO 8601, moments with their zone."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from services.due_page import Page, is_in_force, notes
from shared.policy.due import Due, Sum, explained
from shared.policy.promise import step_times

ISO: TypeAdapter[timedelta] = TypeAdapter(timedelta)


def sum_as_json(found: Sum) -> dict[str, Any]:
    """A day of which nothing is counted has no stretches."""
    return {
        "calendar": found.calendar.slug,
        "start": found.start.isoformat(),
        "span": _span(found.span),
        "due": found.due.isoformat(),
        "days": [
            {
                "day": day.day.isoformat(),
                "stretches": [[opens.isoformat(), closes.isoformat()] for opens, closes in day.stretches],
                "counted": _span(day.counted),
                "total": _span(day.total),
                "holiday": day.holiday,
                "hours": day.hours,
            }
            for day in found.days
        ],
        "unchecked": list(found.unchecked),
        "unknown_after": found.unknown_after.isoformat() if found.unknown_after else None,
    }


def as_json(page: Page) -> dict[str, Any]:
    return {
        "sector": page.sorting.sector,
        "topic": page.sorting.topic,
        "urgency": page.urgency,
        "source": page.source,
        "chain": page.sorting.chain,
        "holder": page.holder.post,
        "at": page.at.isoformat(),
        "promises": [_promise_json(due, page) for due in page.promised],
        "notes": notes(page),
    }


def _promise_json(due: Due, page: Page) -> dict[str, Any]:
    promise, calendar = due.promise, page.calendar(due.promise)
    kept = promise.model_dump(mode="json", include={"clock", "track", "policy", "basis", "calendar", "span", "starts"})
    zone = ZoneInfo(calendar.zone)
    steps = [
        {**step.model_dump(mode="json"), "at": at.astimezone(zone).isoformat()}
        for at, step in step_times(promise, page.directory)
    ]
    kept["in_force"] = is_in_force(promise, page)
    found = {**kept, "at_once": due.at_once, "waits": due.waits, "due": _iso(promise.due_at, zone), "steps": steps}
    return {**found, "sum": sum_as_json(explained(calendar, page.at, promise.span))} if page.in_full else found


def _iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None


def _span(span: timedelta) -> str:
    written: str = ISO.dump_python(span, mode="json")
    return written
