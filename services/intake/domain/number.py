"""Numbers and pseudonyms that follow from what they name, and that nobody without the key can trace back."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field

from shared.contracts.complaint import Reporter

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOL_BITS = 5
TICKET_SYMBOLS = 12
PSEUDONYM_SYMBOLS = 10
SHORTEST_PHONE = 8
NIK_DIGITS = 16

_MISREAD = str.maketrans("OIL", "011")
_TICKET = re.compile(rf"BWI[{CROCKFORD}]{{{TICKET_SYMBOLS}}}")


@dataclass(frozen=True)
class Secrets:
    """One secret for each purpose, all derived from the vault's key."""

    ticket: bytes = field(repr=False)
    pseudonym: bytes = field(repr=False)
    body: bytes = field(repr=False)


def ticket_number(secrets: Secrets, key: str) -> str:
    """The number of the complaint `<source>:<id>`: always the same, and it tells nobody of a second one."""
    return _grouped(_symbols(secrets.ticket, key.encode(), TICKET_SYMBOLS))


def read_ticket_number(text: str) -> str | None:
    """The number as people write it down: lower case, without dashes, the letter O for a zero."""
    letters = re.sub(r"[\s-]", "", text).upper()
    prefix, symbols = letters[:3], letters[3:].translate(_MISREAD)
    return _grouped(symbols) if _TICKET.fullmatch(prefix + symbols) else None


def pseudonym(secrets: Secrets, reporter: Reporter | None, key: str) -> str:
    """One person's name for everybody outside the vault; a reporter without address has one for each complaint."""
    person = (reporter and identifier(reporter)) or f"key:{key}"
    return "warga-" + _symbols(secrets.pseudonym, person.encode(), PSEUDONYM_SYMBOLS).lower()


def fingerprint(secrets: Secrets, canonical: bytes) -> str:
    """Tells one body from another; keyed, for a plain hash of a short body could be guessed back to a phone number."""
    return hmac.digest(secrets.body, canonical, hashlib.sha256).hex()


def identifier(reporter: Reporter) -> str | None:
    """What tells this person from others, however it was written; None when nothing usable was given."""
    phone, nik, email = _phone(reporter.phone), _digits(reporter.nik), (reporter.email or "").strip().casefold()
    if len(phone) >= SHORTEST_PHONE:
        return f"phone:{phone}"
    if len(nik) == NIK_DIGITS:
        return f"nik:{nik}"
    return f"email:{email}" if "@" in email else None


def _phone(written: str | None) -> str:
    digits = _digits(written).removeprefix("00")
    if digits.startswith("620"):
        return "62" + digits[3:]
    return "62" + digits[1:] if digits.startswith("0") else digits


def _digits(written: str | None) -> str:
    return "".join(str(int(sign)) for sign in written or "" if sign.isdecimal())


def _symbols(secret: bytes, text: bytes, count: int) -> str:
    digest = int.from_bytes(hmac.digest(secret, text, hashlib.sha256))
    top = digest >> (hashlib.sha256().digest_size * 8 - count * SYMBOL_BITS)
    return "".join(CROCKFORD[top >> SYMBOL_BITS * place & 31] for place in reversed(range(count)))


def _grouped(symbols: str) -> str:
    return "-".join(("BWI", *(symbols[start : start + 4] for start in range(0, TICKET_SYMBOLS, 4))))
