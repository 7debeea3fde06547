"""A handler hears, decides, remembers and returns what is to be said; its signature is the documentation."""

import ast
import inspect
import textwrap
from collections.abc import Sequence
from itertools import chain
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from shared.contracts.event import Event
from shared.contracts.streams import HEARS
from shared.runtime.delivery import Hearing
from shared.runtime.message import Message
from shared.runtime.service import Service

LONGEST = 15
EVERY_HEARING = pytest.mark.parametrize("hears", HEARS, ids=lambda hears: f"{hears.service} {hears.filter}")


def hearing(services: dict[str, Service], hears: Any) -> Hearing:
    return next(hearing for hearing in services[hears.service].hearings if hearing.filter == hears.filter)


def function(handle: Any) -> ast.AsyncFunctionDef:
    (found,) = ast.parse(textwrap.dedent(inspect.getsource(handle))).body
    assert isinstance(found, ast.AsyncFunctionDef)
    return found


def kinds(annotation: Any) -> set[Any]:
    """The classes an annotation is made of, without the containers."""
    inner = get_args(annotation)
    if not inner:
        return {annotation}
    return set(chain.from_iterable(map(kinds, inner)))


@EVERY_HEARING
def test_a_handler_takes_what_its_hearing_reads(services: dict[str, Service], hears: Any) -> None:
    heard = hearing(services, hears)
    hints = get_type_hints(heard.handle)
    (given,) = (kind for name, kind in hints.items() if name != "return")
    assert given is (Message if heard.raw else heard.kind)


@EVERY_HEARING
def test_a_handler_returns_only_what_its_service_says(services: dict[str, Service], hears: Any) -> None:
    says = services[hears.service].says
    returned = get_type_hints(hearing(services, hears).handle)["return"]
    assert get_origin(returned) is None or get_origin(returned) in {list, Sequence, type(int | None)}
    assert all(kind in {NoneType, Event} or issubclass(kind, tuple(says)) for kind in kinds(returned))


@EVERY_HEARING
def test_a_handler_fits_on_a_few_lines_without_try(services: dict[str, Service], hears: Any) -> None:
    body = function(hearing(services, hears).handle)
    docstring = body.body[0].end_lineno if ast.get_docstring(body) else body.lineno
    assert docstring is not None
    assert body.end_lineno is not None
    assert body.end_lineno - docstring <= LONGEST
    assert not [node for node in ast.walk(body) if isinstance(node, ast.Try)]
