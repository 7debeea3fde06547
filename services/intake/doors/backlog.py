"""The import door: old complaints, published slowly and marked so that they ring no bell."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from services.intake.doors.rows import Row, RowError, read_rows
from services.intake.doors.saying import saying
from shared.runtime.bus import Bus

__all__ = ["Report", "Row", "RowError", "read_rows", "send"]

REPORT_EVERY = 100


@dataclass(frozen=True)
class Report:
    """What became of a file."""

    sent: int = 0
    errors: tuple[RowError, ...] = ()

    def __str__(self) -> str:
        return f"{self.sent} laporan dikirim, {len(self.errors)} kesalahan"


async def send(
    rows: Iterable[Row | RowError],
    bus: Bus,
    source: str,
    per_second: float = 20.0,
    progress: Callable[[str], object] | None = None,
) -> Report:
    """Publishes each row as a complaint of `source`; sending a file again admits nothing twice.

    `progress` is told of every error at once, and of the count now and then.
    """
    tell = progress or (lambda _: None)
    report = Report()
    for row in rows:
        if isinstance(row, RowError):
            report = replace(report, errors=(*report.errors, row))
            tell(str(row))
            continue
        await bus.try_publish(saying(replace(row.submission, source=source)))
        report = replace(report, sent=report.sent + 1)
        if report.sent % REPORT_EVERY == 0:
            tell(str(report))
        await asyncio.sleep(1 / per_second)
    return report
