"""A YAML file that still knows its lines."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[Hashable, ...]


class _Loader(yaml.CSafeLoader):
    """Leaves dates as they are written: who reads them knows on which line an impossible one stands."""


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


class YamlMistake(Exception):
    """A text that is no YAML mapping."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


@dataclass(frozen=True)
class YamlFile:
    """What a file holds; a path leads through its mappings by key and its lists by position."""

    name: str
    data: Any
    node: yaml.Node | None = None

    def at(self, path: Path) -> Any:
        """What stands at a path of keys; None when it leads nowhere."""
        value = self.data
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        return value

    def line(self, path: Path) -> int:
        """The line of the deepest thing the path leads to."""
        node, line = self.node, 1
        for step in path:
            found = next((child for child in _children(node) if child[0] == str(step)), None)
            if found is None:
                break
            _, line, node = found
        return line

    def twins(self) -> Iterator[tuple[int, str]]:
        """Line and words of every key that stands twice in a mapping; YAML keeps the last of them in silence."""
        return _twins(self.node)


def read(name: str, texts: Mapping[str, str]) -> YamlFile:
    """Raises YamlMistake when the text is missing or no mapping."""
    if name not in texts:
        raise YamlMistake(1, "the file is missing")
    try:
        loader = _Loader(texts[name])
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlMistake(mark.line + 1 if mark else 1, f"not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise YamlMistake(1, f"not YAML: {error}") from error
    if not isinstance(data, dict):
        raise YamlMistake(1, "should be a mapping")
    return YamlFile(name, data, node)


def _twins(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for key, line, child in _children(node):
        if key in seen:
            yield line, f"{key!r} stands here twice"
        seen.add(key)
        yield from _twins(child)


def _children(node: yaml.Node | None) -> Iterator[tuple[str, int, yaml.Node]]:
    """Key or position, line, and node of everything right below."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield str(position), item.start_mark.line + 1, item
