"""An explanation as people read it in a terminal, and as other programs do."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from services.router.explanation import Explanation
from services.router.lines import answer
from shared.contracts.sorted import Suggestion
from shared.contracts.words import TRIAGE, Kind

KINDS: dict[Kind, str] = {
    "complaint": "pengaduan",
    "information": "pertanyaan",
    "aspiration": "aspirasi",
    "thanks": "ucapan terima kasih",
}
LABEL = 18
BAR = 10


def as_json(explanation: Explanation) -> dict[str, Any]:
    """What `melayani sort` would say, and everything beside it."""
    sorting = explanation.sorting
    rest = {name: value for name, value in asdict(explanation).items() if name not in {"sorting", "sector", "topic"}}
    kept = {"queue": sorting.queue, "owner": sorting.owner, "edition": sorting.edition, "model": sorting.model}
    return answer(sorting) | kept | {"sector_name": explanation.sector, "topic_name": explanation.topic} | rest


def as_text(explanation: Explanation) -> str:
    """One fact a line, its name before it; a fact of several lines names itself once."""
    return "\n".join(
        f"{name if not position else '':<{LABEL}}{line}"
        for name, lines in _facts(explanation)
        for position, line in enumerate(lines)
    )


def _facts(said: Explanation) -> Iterator[tuple[str, tuple[str, ...]]]:
    sorting = said.sorting
    yield "Antrean", (f"{sorting.queue}: seorang petugas yang memilah" if sorting.queue == TRIAGE else sorting.queue,)
    yield "Sektor", (f"{said.sector} ({sorting.sector})" if said.sector else "belum tentu",)
    yield "Pokok masalah", (f"{said.topic} ({sorting.topic})" if said.topic else "belum tentu",)
    yield "Narahubung", (f"{said.held_by} ({said.liaison})",)
    yield "Yang berwenang", (said.agency,)
    yield "Jenis", (KINDS[sorting.kind],)
    yield "Tempat", _place(said)
    yield "Keyakinan", (f"{bar(sorting.confidence)} {percent(sorting.confidence)}",)
    yield "Alasan", (sorting.reason,)
    yield "Usulan", tuple(_candidates(sorting.top3)) or ("tidak ada",)
    yield "Kata pendukung", tuple(_speaks_for(said)) or ("tidak ada",)
    yield "Kata penolak", tuple(_speaks_against(said)) or ("tidak ada",)
    yield "Darurat", (f"{'ya' if said.urgency == 'emergency' else 'tidak'}: {said.urgency_reason}",)
    yield "Janji", said.promises or ("tidak ada",)
    yield "Dipilah dengan", (f"direktori {sorting.edition}, {_model(sorting.model)}",)


def _model(model: str | None) -> str:
    return f"model {model}" if model else "tanpa model"


def _place(said: Explanation) -> tuple[str, ...]:
    sorting = said.sorting
    names = (sorting.village, f"Kecamatan {sorting.district}" if sorting.district else None)
    found = ", ".join(name for name in names if name)
    lines = (found, f"perlu ditanyakan: {sorting.place_question}" if sorting.place_question else "")
    return tuple(line for line in lines if line) or ("tidak disebut",)


def _candidates(top3: tuple[Suggestion, ...]) -> Iterator[str]:
    for rank, one in enumerate(top3, start=1):
        name = f"{one.sector} / {one.topic}" if one.topic else one.sector
        yield f"{rank}. {bar(one.confidence)} {percent(one.confidence):>5}  {name}"


def _speaks_for(said: Explanation) -> Iterator[str]:
    for one in said.speaks_for:
        yield f"{one.sector} / {one.topic}: {', '.join(f'“{words}”' for words in one.words)}"


def _speaks_against(said: Explanation) -> Iterator[str]:
    for one in said.speaks_against:
        yield f"{one.sector} / {one.topic}: “{one.words}”, {one.why}"


def bar(share: float) -> str:
    """A share of one as a bar of ten."""
    full = round(share * BAR)
    return "█" * full + "░" * (BAR - full)


def percent(share: float) -> str:
    return f"{round(share * 100)} %"
