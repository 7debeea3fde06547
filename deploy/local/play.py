"""The example day on a running system: sources publish, liaisons answer, people watch."""

import asyncio
from contextlib import suppress
from pathlib import Path

from nats.js import JetStreamContext

from deploy.local.book import Book
from deploy.local.example_day import Example
from deploy.local.lines import lines
from deploy.local.players import Liaisons, publisher, send
from deploy.local.screen import Screen
from deploy.local.verdict import Summary, problems, summarise
from deploy.local.watch import Watch
from shared.contracts.event import Event

PATIENCE = 90.0


class Play:
    """Plays the day once per folder: `sent` is the file that remembers it; what is unfinished goes on."""

    def __init__(self, jetstream: JetStreamContext, screen: Screen, day: tuple[Example, ...], sent: Path) -> None:
        self._day = day
        self._screen = screen
        self._sent = sent
        self._book = Book()
        self._publish = publisher(jetstream)
        self._liaisons = Liaisons(day, self._publish)
        self._watch = Watch(jetstream, self._hear)
        self._finished = asyncio.Event()

    async def perform(self) -> list[str]:
        """Returns when every complaint's story is told, or patience ends; what is missing, one line each."""
        self._screen.header()
        await self._watch.start()
        self._welcome_back()
        for story in self._book.stories.values():
            self._liaisons.look(story)
        if not self._sent.exists():
            await send(self._day, self._publish)
            self._sent.touch()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._finished.wait(), PATIENCE)
        return problems(self._day, self._book)

    def stop(self) -> None:
        self._liaisons.stop()

    def summary(self) -> Summary:
        return summarise(self._day, self._book)

    def _welcome_back(self) -> None:
        found = len(self._book.stories)
        if found:
            self._screen.say(f"data lama ditemukan: {found} laporan / found {found} tickets of an earlier run")
        if self._sent.exists():
            self._screen.say("contoh tidak dikirim lagi / the example day was sent before and is not sent again")
            self._check()

    def _hear(self, event: Event, old: bool) -> None:
        story = self._book.hear(event)
        if old:
            return
        self._screen.show(lines(event))
        if story:
            self._liaisons.look(story)
        self._check()

    def _check(self) -> None:
        if not self._finished.is_set() and not problems(self._day, self._book):
            self._finished.set()


def summary_rows(summary: Summary) -> list[tuple[str, object]]:
    rungs = ", ".join(f"ke-{rung}: {count}" for rung, count in summary.escalated.items()) or "0"
    return [
        ("laporan dikirim / complaints sent", summary.sent),
        ("diterima / accepted", summary.accepted),
        ("ditolak / refused", summary.refused),
        ("dikirim dua kali, diterima sekali / duplicates accepted once", summary.accepted_once),
        ("diteruskan ke narahubung / routed", summary.routed),
        ("perlu dipilah orang / triage", summary.triage),
        ("pindah tangan / handed over", summary.handed_over),
        ("darurat / emergency", summary.emergency),
        ("kabar terkirim / notices", summary.notices),
        ("disanggupi / acknowledged", summary.acknowledged),
        ("naik tangga / escalated, by rung", rungs),
        ("selesai / resolved", summary.resolved),
    ]
