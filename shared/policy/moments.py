"""Moments as people and indexes read them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def in_words(moment: datetime, zone: ZoneInfo) -> str:
    """For example: Selasa, 24 November 2026 pukul 10.00."""
    local = moment.astimezone(zone)
    day = f"{DAYS[local.weekday()]}, {local.day} {MONTHS[local.month - 1]} {local.year}"
    return f"{day} pukul {local:%H.%M}"


def sortable(moment: datetime) -> str:
    """As text that stands in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
