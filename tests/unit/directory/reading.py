"""How hard a text for citizens is to read."""

import re
from collections.abc import Iterator

JARGON = re.compile(r"ditindaklanjuti|disposisi|OPD|stakeholder|eskalasi|tiket|sesuai ketentuan|!")
SENTENCE_END = re.compile(r"[.?:]\s|\n+")
VOWEL = re.compile(r"[aeiou]")
MOST_WORDS_ON_AVERAGE = 12
MOST_WORDS = 20
SYLLABLES_OF_A_LONG_WORD = 4
MOST_LONG_WORDS = 0.2
MOST_LETTERS = 600


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; links, numbers and quoted words of people are not ours to shorten."""
    own = re.sub(r"“[^”]*”|https?:\S+|BWI-\S+", "", text)
    return [words for part in SENTENCE_END.split(own) if (words := re.findall(r"[^\W\d_]+", part))]


def hard_to_read(text: str) -> Iterator[str]:
    """Everything about it that is."""
    spoken = sentences(text)
    words = [word for sentence in spoken for word in sentence]
    long_words = [word for word in words if len(VOWEL.findall(word)) >= SYLLABLES_OF_A_LONG_WORD]
    if len(words) / len(spoken) > MOST_WORDS_ON_AVERAGE:
        yield f"{len(words) / len(spoken):.1f} words a sentence"
    if len(longest := max(spoken, key=len)) > MOST_WORDS:
        yield f"a sentence of {len(longest)} words: {' '.join(longest)}"
    if len(long_words) / len(words) > MOST_LONG_WORDS:
        yield f"{len(long_words)} of {len(words)} words are long: {', '.join(long_words)}"
    if len(text) > MOST_LETTERS:
        yield f"{len(text)} letters"
    if jargon := JARGON.findall(text):
        yield f"jargon: {', '.join(jargon)}"
