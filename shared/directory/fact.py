"""What every part of the directory is made of."""

import re
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

from shared.contracts.words import Slug

WORD = re.compile(r"\w+")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


def _some_word(text: str) -> str:
    if not WORD.search(text):
        raise ValueError(f"{text!r} holds no word")
    return text


def _one_word(text: str) -> str:
    if len(WORD.findall(text)) != 1:
        raise ValueError(f"{text!r} is not one word; several words in a row belong among the phrases")
    return text


def _several_words(text: str) -> str:
    if len(WORD.findall(text)) < 2:  # noqa: PLR2004
        raise ValueError(f"{text!r} is no phrase; a single word belongs among the words")
    return text


Said = Annotated[Text, AfterValidator(_some_word)]
Word = Annotated[Text, AfterValidator(_one_word)]
Phrase = Annotated[Text, AfterValidator(_several_words)]


class Fact(BaseModel):
    """Frozen; an unknown field is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Fact):
    """A fact with a name of its own: in a file, the key it stands under."""

    slug: Slug


class Dated(Fact):
    """In force from `valid_from` to `valid_to`, both days included; without an end on either side that is open."""

    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("ends before it begins")
        return self

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)
