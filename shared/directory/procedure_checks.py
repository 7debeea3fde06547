"""Whether procedures can be followed: known names, stages in their order, a way in that says when."""

from collections.abc import Iterator
from itertools import pairwise

from shared.directory.desk import Desk
from shared.directory.file import Path, YamlFile
from shared.directory.model import Directory
from shared.directory.procedures import Procedure, Stage, Window
from shared.directory.topic_checks import unknown

Problems = Iterator[tuple[Path, str]]
FOLDER = "procedures/"


def check_procedures(draft: Directory, desk: Desk) -> None:
    """Notes every problem of the procedures of a draft, and of the topics that name one, on the desk."""
    for procedure in draft.procedures.values():
        file = desk.file(f"{FOLDER}{procedure.slug}.yaml")
        for path, text in (*_entry(procedure, file), *_kinds(procedure), *_order(procedure)):
            desk.note(file, path, text)
    known = {name.removeprefix(FOLDER).removesuffix(".yaml") for name in desk.texts if name.startswith(FOLDER)}
    for sector in draft.sectors.values():
        for topic in sector.topics.values():
            for text in unknown("procedure", topic.procedure or "", known):
                file = desk.file(f"sectors/{sector.slug}.yaml")
                desk.note(file, ("topics", topic.slug, "procedure"), f"topic {topic.slug!r}: {text}")


def _entry(procedure: Procedure, file: YamlFile) -> Problems:
    """A stage that does not fit was complained of before, and so is known."""
    for text in unknown("stage", procedure.entry, list(map(str, file.at(("stages",)) or {}))):
        yield ("entry",), f"entry: {text}"
    entry = procedure.stages.get(procedure.entry)
    if entry and procedure.is_seasonal and not entry.window:
        yield ("entry",), f"entry: stage {entry.slug!r} has no window; nobody could be told when to come"
    first = next(iter(procedure.stages.values()), None)
    if entry and first and not procedure.is_seasonal and entry != first:
        yield (
            ("entry",),
            f"entry: stage {entry.slug!r} comes after {first.slug!r}; without windows the first is the way in",
        )


def _kinds(procedure: Procedure) -> Problems:
    for stage in procedure.stages.values():
        if procedure.is_seasonal and stage.takes:
            yield _at(stage), f"stage {stage.slug!r}: takes its time, while others have a window in the year"


def _order(procedure: Procedure) -> Problems:
    """Stages may overlap, and one may end within another, but none begins before the one it follows."""
    timed = [(stage, stage.window) for stage in procedure.stages.values() if stage.window]
    for (former, earlier), (stage, later) in pairwise(timed):
        if _opening(later) < _opening(earlier):
            yield _at(stage), f"stage {stage.slug!r}: opens before {former.slug!r}, which it follows"


def _opening(window: Window) -> tuple[int, str]:
    return window.opens_year, window.opens


def _at(stage: Stage) -> Path:
    return "stages", stage.slug
