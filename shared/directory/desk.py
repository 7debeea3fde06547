"""Where the directory's files are read and every mistake in them is noted with file and line."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, KeysView, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from shared.directory.fact import Entry, Fact
from shared.directory.file import Path, YamlFile, YamlMistake, read

T = TypeVar("T", bound=Fact)
E = TypeVar("E", bound=Entry)
PREAMBLE = re.compile(r"^Value error, ")
CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")


class DirectoryError(Exception):
    """The directory cannot be used; `problems` holds one line for each, naming file and line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass
class Desk:
    """The files on it by name, the problems found in them, and where each entry stands."""

    texts: Mapping[str, str]
    _problems: set[tuple[str, int, str]] = field(default_factory=set)
    _files: dict[str, YamlFile] = field(default_factory=dict)
    _places: dict[type[Entry], dict[str, tuple[YamlFile, Path]]] = field(default_factory=lambda: defaultdict(dict))

    def problems(self) -> list[str]:
        return [f"{file}:{line}: {text}" for file, line, text in sorted(self._problems)]

    def note(self, file: YamlFile, path: Path, text: str) -> None:
        self.note_line(file.name, file.line(path), text)

    def note_line(self, file: str, line: int, text: str) -> None:
        self._problems.add((file, line, text))

    def object_to(self, entry: Entry, path: Path, text: str) -> None:
        """Notes a problem of an entry that `each` has read; `path` leads on from the entry."""
        file, start = self._places[type(entry)][entry.slug]
        self.note(file, (*start, *path), f"{_subject(type(entry), entry.slug)}: {text}")

    def made_from(self, file: YamlFile, kind: type[Entry], slugs: Iterable[str]) -> None:
        """Says that these entries stand in no file of their own but follow from this one."""
        for slug in slugs:
            if slug in self._places[kind]:
                self.note(file, (), f"{_subject(kind, slug)} stands in another file too")
            self._places[kind].setdefault(slug, (file, ()))

    @property
    def is_complete(self) -> bool:
        """Whether every file could be read, so that what is not found is not there."""
        return all(file.data is not None for file in self._files.values())

    def slugs(self, kind: type[Entry]) -> KeysView[str]:
        """The slugs of all entries of a kind, those that do not fit too."""
        return self._places[kind].keys()

    def file(self, name: str) -> YamlFile:
        """The file's content; None, and a problem, when it is missing or no YAML mapping."""
        if name not in self._files:
            try:
                self._files[name] = read(name, self.texts)
            except YamlMistake as mistake:
                self.note_line(name, mistake.line, str(mistake))
                self._files[name] = YamlFile(name, None)
            for line, text in self._files[name].twins():
                self.note_line(name, line, text)
        return self._files[name]

    def one(self, kind: type[T], file: YamlFile, path: Path = (), **given: Any) -> T | None:
        """What stands at the path as a `kind`; None, and problems, when it does not fit. `given` fields are added."""
        if file.data is None:
            return None
        value = file.at(path)
        if isinstance(value, dict):
            value = {**value, **given}
        try:
            return kind.model_validate(value)
        except ValidationError as error:
            subject = f"{_subject(kind, path[-1])}: " if path else ""
            for mistake in error.errors(include_url=False, include_input=False):
                where = ".".join(map(str, mistake["loc"]))
                said = PREAMBLE.sub("", mistake["msg"])
                self.note(file, (*path, *mistake["loc"]), subject + (f"{where}: {said}" if where else said))
            return None

    def each(self, kind: type[E], file: YamlFile, path: Path = ()) -> dict[str, E]:
        """Every entry at the path that fits, by slug."""
        found: dict[str, E] = {}
        entries = file.at(path)
        if not isinstance(entries, dict):
            if entries is not None:
                self.note(file, path, "should be a mapping")
            return found
        for slug in map(str, entries):
            self._places[kind][slug] = (file, (*path, slug))
            entry = self.one(kind, file, (*path, slug), slug=slug)
            if entry is not None:
                found[slug] = entry
        return found


def _subject(kind: type[Fact], slug: Hashable) -> str:
    """For example: promise policy 'kenali'."""
    return f"{CAPITAL_INSIDE.sub(' ', kind.__name__).lower()} {slug!r}"
