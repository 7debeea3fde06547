"""Moments as people and indexes read them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def in_words(moment: datetime, zone: ZoneInfo) -> str:
    """For example: Selasa, 24 November 2026 pukul 10.00."""
    local = moment.astimezone(zone)
    return f"{day_in_words(local.date())} pukul {local:%H.%M}"


def day_in_words(day: date) -> str:
    """For example: Selasa, 24 November 2026."""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def stamp(moment: datetime, zone: ZoneInfo) -> str:
    """In a list, with its zone, for example: 24 November 2026 08.41 WIB."""
    local = moment.astimezone(zone)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year} {local:%H.%M %Z}"


def waited(time: timedelta) -> str:
    """For example: 2 h 05 min."""
    hours, minutes = divmod(max(time, timedelta(0)) // timedelta(minutes=1), 60)
    return f"{hours} h {minutes:02} min"


def sortable(moment: datetime) -> str:
    """As text that stands in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
