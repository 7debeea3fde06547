"""Lines of JSON as people and other programs hand them over."""

import json
from collections.abc import Mapping
from typing import Any


class NoObjectError(ValueError):
    """Why a line is no JSON object."""


def read_object(line: bytes) -> Mapping[str, Any]:
    """The line's object, also behind a byte order mark; raises NoObjectError."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NoObjectError("not UTF-8") from None
    except (ValueError, RecursionError):
        raise NoObjectError("not JSON") from None
    if not isinstance(row, dict):
        raise NoObjectError("not a JSON object")
    return row
