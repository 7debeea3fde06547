"""Structured logs on standard output; ids yes, identities never."""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("melayani")

# The last net, for text that should not be here at all: addresses and long numbers never reach a log.
_IDENTITY = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w-])\+?\d[\d .()/-]{8,}\d(?![\w-])")


def redact(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in entry.items():
        if key not in {"timestamp", "url"}:
            entry[key] = _masked(value)
    return entry


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _IDENTITY.sub("[disamarkan]", value)
    if isinstance(value, Mapping):
        return {key: _masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_masked(inner) for inner in value]
    return value


def where(error: BaseException) -> str:
    """The error's name and place; its message may hold what a citizen wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} in {last.name}, line {last.lineno} of {last.filename.rpartition('/')[2]}"


def place_exception(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A logged exception becomes its name and place; other libraries would log its message and their own trace."""
    logged = entry.pop("exc_info", None)
    error = sys.exc_info()[1] if logged is True else logged[1] if isinstance(logged, tuple) else logged
    if isinstance(error, BaseException):
        entry["exception"] = where(error)
        entry["event"] = str(entry["event"]).partition("\n")[0]  # asyncio writes the exception's message below it
    return entry


def configure(service: str, level: str) -> None:
    """JSON lines with time, level and service for our own and for other libraries' logs."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        place_exception,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for chatty in ("pymongo", "nats", "uvicorn.access", "faststream"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(service=service)
