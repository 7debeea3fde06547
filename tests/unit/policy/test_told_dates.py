"""The date that people were told stands, whatever becomes of the calendar; and others' limits count from the start."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.ticket_record import Promise
from shared.contracts.words import Urgency
from shared.directory.hours import Calendar
from shared.directory.model import Directory
from shared.policy.promise import start, step_times
from shared.policy.stretch import made_anew, reopened, urgency_of
from tests.builders import LIAISON, NOW, ticket
from tests.conftest import shipped
from tests.unit.policy.test_promise import made, wib

LOADED = shipped()
LATER = NOW + timedelta(days=20)


def with_holidays(**days: str) -> Directory:
    """The offices closed on these days as well, or, where it says so, open on one that was a holiday."""
    office = LOADED.calendars["kantor"]
    closed = {**office.holidays, **{date.fromisoformat(day): name for day, name in days.items() if name}}
    kept = {day: name for day, name in closed.items() if days.get(day.isoformat(), name)}
    parts = {name: getattr(LOADED, name) for name in Directory.model_fields}
    other = Calendar.model_construct(**{**dict(office), "holidays": kept})
    return Directory.model_construct(**parts | {"calendars": {**LOADED.calendars, "kantor": other}})


def answer_from(moment: datetime) -> Promise:
    return start(made(LOADED, at=moment)["answer"], moment, LOADED)


@pytest.mark.parametrize(("day", "name"), [("2026-11-24", "libur baru"), ("2026-12-25", "")])
def test_warnings_come_before_the_date_that_was_told_and_rungs_after(day: str, name: str) -> None:
    begun = wib("2026-11-23T13:30") if name else wib("2026-12-23T15:00")
    promise = answer_from(begun)
    times = step_times(promise, with_holidays(**{day: name}))
    assert promise.due_at
    assert all(moment <= promise.due_at for moment, step in times if not step.rung)
    assert next(moment for moment, step in times if step.rung) == promise.due_at
    assert [moment for moment, _ in times] == sorted(moment for moment, _ in times)


def law_of(promises: tuple[Promise, ...]) -> Promise:
    return next(promise for promise in promises if promise.track == "law")


def bridge(**change: Any) -> Any:
    """A ticket of a topic that the law gives sixty days."""
    event = ticket(**change)
    sorted_so = event.sorting.model_copy(update={"topic": "jembatan"})
    return event.model_copy(update={"sorting": sorted_so})


def test_others_limits_count_from_the_admission_whoever_has_had_it_meanwhile() -> None:
    event = bridge()
    fresh = made_anew(LOADED, event, event.sorting, LATER, LIAISON)
    assert law_of(fresh).started_at == event.complaint.admitted_at


def test_after_an_objection_they_count_from_it() -> None:
    event = bridge()
    again = event.model_copy(update={"promises": reopened(LOADED, event, LATER, 2)})
    fresh = made_anew(LOADED, again, again.sorting, LATER + timedelta(days=3), LIAISON)
    assert law_of(fresh).started_at == LATER


@pytest.mark.parametrize(("objections", "urgency"), [(0, "backlog"), (1, "normal")])
def test_an_old_complaint_is_like_any_other_once_its_citizen_objects(objections: int, urgency: Urgency) -> None:
    event = ticket(objections=objections)
    old = event.model_copy(
        update={"complaint": event.complaint.model_copy(update={"urgency": "backlog"}), "promises": ()}
    )
    assert urgency_of(old, LOADED) == urgency
