"""Moments as people and indexes read them."""

from datetime import UTC, date, datetime
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


def sortable(moment: datetime) -> str:
    """As text that stands in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
