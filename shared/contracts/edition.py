"""An edition of the directory as the broker keeps it: a bucket's one value, which `directory apply` alone writes."""

import gzip
import hashlib
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Self

from pydantic import AwareDatetime, Field, ValidationError

from shared.contracts.event import Word

BUCKET = "directory"
BUCKET_STREAM = f"KV_{BUCKET}"
BUCKET_SUBJECTS = f"$KV.{BUCKET}.>"
BUCKET_VALUE = f"$KV.{BUCKET}.current"
# Here the broker says, without the value, that it has stored another one.
BUCKET_CHANGED = "directory.changed"
BUCKET_SHARE = 0.004
BUCKET_HISTORY = 64


class EditionError(Exception):
    """What the bucket holds is no edition this program can read, or what should follow it may not."""


class Edition(Word):
    """The texts of the directory's files by name, without the contacts: each service has its own.

    `digests` holds the digest of every edition that was ever applied, this one too, by its name.
    """

    schema_number: Literal[1] = Field(default=1, alias="schema")
    edition: str
    applied_at: AwareDatetime
    texts: Mapping[str, str]
    digests: Mapping[str, str]

    @property
    def digest(self) -> str:
        return self.digests[self.edition]

    @classmethod
    def after(cls, live: Self | None, name: str, texts: Mapping[str, str], at: datetime) -> Self:
        """Raises EditionError when there was an edition of that name with other texts."""
        earlier, found = live.digests if live else {}, digest(texts)
        if earlier.get(name, found) != found:
            raise EditionError(f"edition {name} was applied before with other content; give this one a name of its own")
        return cls(edition=name, applied_at=at, texts=texts, digests={**earlier, name: found})

    def packed(self) -> bytes:
        """Its JSON, compressed with gzip; the same edition gives the same bytes."""
        return gzip.compress(self.model_dump_json(by_alias=True).encode(), mtime=0)

    @classmethod
    def unpacked(cls, value: bytes) -> Self:
        """Raises EditionError."""
        if not value:
            raise EditionError("the bucket's value was taken out")
        try:
            return cls.model_validate_json(gzip.decompress(value))
        except (OSError, EOFError, zlib.error, ValidationError) as error:
            raise EditionError(f"the bucket's value cannot be read: {type(error).__name__}") from None


def digest(texts: Mapping[str, str]) -> str:
    """Names the content of files, whatever their order."""
    found = hashlib.sha256()
    for name in sorted(texts):
        for part in (name, texts[name]):
            found.update(len(part.encode()).to_bytes(8) + part.encode())
    return found.hexdigest()
