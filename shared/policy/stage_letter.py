"""What a citizen's letter says of the stage of a procedure that a ticket waits for."""

from datetime import date

from shared.directory.hours import Calendar
from shared.directory.procedures import Procedure, Stage
from shared.policy.periods import until_in_words
from shared.policy.procedure import stage_ends


def of_stage(procedure: Procedure, stage: str, day: date, calendar: Calendar) -> str | None:
    """What it is, until when it lasts and where, in two sentences; None when the procedure has no such stage."""
    found = procedure.stages.get(stage)
    if found is None:
        return None
    own = found.brief or f"Ini bagian urusan {procedure.title}."
    return f"{own} {_when(found, stage_ends(procedure, stage, day, calendar))}"


def _when(stage: Stage, ends: date | None) -> str:
    place = f", di {stage.where}" if stage.where else ""
    if ends is None:
        return f"Lamanya belum pasti{place}."
    return f"{'Sampai' if stage.sure else 'Biasanya sampai'} {until_in_words(ends)}{place}."
