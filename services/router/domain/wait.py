"""How long a ticket may wait for one kind of thing, and when it is looked at again."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.router.domain.deed import Deed
from services.router.domain.revision import Refusal, waited_until
from shared.contracts.ticket_record import Pause
from shared.contracts.words import PauseKind
from shared.policy.moments import day_in_words
from shared.policy.procedure import stage_ends
from shared.policy.stretch import urgency_of

A_DAY = timedelta(days=1)
# In the morning of the day that was said, or of the one after a stage's last.
LOOKED_AT = time(8)
# No citizen is given less to answer.
LEAST = A_DAY
# What another office has is looked at again after so long, unless another day is said.
FORWARDED = timedelta(days=14)
EMERGENCY_FORWARDED = A_DAY
# What to do in an emergency instead; it waits only while helping would harm the helpers.
IN_EMERGENCY: dict[PauseKind, str] = {
    "citizen": "Kerjakan sekarang, dan kirim pertanyaan Anda sebagai jawaban biasa.",
    "stage": "Amankan dulu tempatnya, lalu jelaskan tahapnya kepada pelapor.",
    "authority": "Teruskan ke kantor yang berwenang.",
}

NO_DAY = "Sebutkan hari untuk melihat laporan ini lagi."
NO_STAGE = "Sebutkan aturan dan tahap yang ditunggu."
TOO_EARLY = "Laporan ini dilihat lagi paling cepat besok. Pilih hari sesudah hari ini."
GO_ON = "Kerjakan dengan yang sudah ada, atau selesaikan dan jelaskan alasannya."


@dataclass(frozen=True)
class Wait:
    """A wait of one kind that somebody wishes for; all the waits of a ticket for one kind share a cap.

    Days and spans are those of the cap; the deed's speed shortens them where they become a pause.
    """

    deed: Deed
    kind: PauseKind

    @property
    def title(self) -> str:
        return self.deed.directory.pauses[self.kind].title

    @property
    def left(self) -> timedelta:
        """What is left of the cap."""
        spent = waited_until(self.deed.ticket, self.deed.now).get(self.kind, timedelta(0))
        return self.deed.directory.pauses[self.kind].cap - spent * self.deed.speed

    @property
    def is_emergency(self) -> bool:
        return urgency_of(self.deed.ticket, self.deed.directory) == "emergency"

    def forbidden(self) -> Refusal | None:
        """Because it is an emergency."""
        instead = IN_EMERGENCY.get(self.kind) if self.is_emergency else None
        return Refusal(f"Keadaan darurat tidak boleh menunggu {self.title}. {instead}") if instead else None

    def used_up(self) -> Refusal | None:
        """Because too little of the cap is left for anybody to do what is waited for."""
        if self.left >= LEAST:
            return None
        cap = self.deed.directory.pauses[self.kind].cap
        return Refusal(f"Waktu untuk menunggu {self.title} sudah habis, semuanya {cap.days} hari. {GO_ON}")

    def day(self) -> date | Refusal:
        """The day that was said, else the one after the last of the stage that was named."""
        is_staged = self.kind == "stage" or self.deed.action.procedure
        day = self._stage_day() if is_staged else self.deed.action.on or Refusal(NO_DAY)
        return day if isinstance(day, Refusal) else self._within(day, self.deed.directory.day(self._longest))

    def forwarded_day(self) -> date | Refusal:
        """The day that was said, else a usual one; an emergency is looked at the next day, whoever has it."""
        directory, now = self.deed.directory, self.deed.now
        last = directory.day(min(now + EMERGENCY_FORWARDED, self._longest) if self.is_emergency else self._longest)
        return self._within(self.deed.action.on or min(directory.day(now + FORWARDED), last), last)

    def until(self, day: date) -> Pause:
        """The wait until the morning of that day."""
        morning = datetime.combine(day, LOOKED_AT, ZoneInfo(self.deed.directory.zone))
        return self.lasting(morning - self.deed.now)

    def lasting(self, span: timedelta) -> Pause:
        now = self.deed.now
        return Pause(kind=self.kind, since=now, review_at=now + span / self.deed.speed)

    @property
    def _longest(self) -> datetime:
        return self.deed.now + self.left

    def _within(self, day: date, last: date) -> date | Refusal:
        refused = self.used_up() or (Refusal(TOO_EARLY) if day <= self.deed.day else None)
        if refused is None and day > last:
            allowed = f"Laporan ini boleh menunggu {self.title} paling lama sampai {day_in_words(last)}."
            return Refusal(f"{allowed} Pilih hari itu, atau sebelumnya.")
        return refused or day

    def _stage_day(self) -> date | Refusal:
        """The review of a stage comes before its end or right after, so that nobody waits for what is over."""
        action, directory = self.deed.action, self.deed.directory
        procedure, stage = directory.procedures.get(action.procedure or ""), action.stage or ""
        if procedure is None:
            return Refusal(f"{NO_STAGE} Yang ada: {', '.join(directory.procedures)}.")
        if stage not in procedure.stages:
            return Refusal(f"Tahap itu tidak ada dalam {procedure.title}. Yang ada: {', '.join(procedure.stages)}.")
        last = stage_ends(procedure, stage, self.deed.day, directory.office)
        if last and action.on and action.on > last + A_DAY:
            name = procedure.stages[stage].name
            return Refusal(f"Tahap {name} selesai {day_in_words(last)}. Pilih hari paling lambat sehari sesudahnya.")
        return action.on or (last + A_DAY if last else Refusal(f"Belum pasti kapan tahap itu selesai. {NO_DAY}"))
