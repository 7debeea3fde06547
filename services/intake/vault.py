"""Encrypts identities: AES-256-GCM under one key in a file, each box bound to its ticket."""

import base64
import binascii
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.intake.domain.admission import Admission, Submission
from services.intake.domain.identity import Identity, Sealed
from services.intake.domain.number import Secrets
from shared.runtime.settings import SettingsError

KEY_BYTES = 32
NONCE_BYTES = 12


class KeyFileError(SettingsError):
    """The vault's key is not where it should be, or is none; the message says what to do."""


class VaultError(Exception):
    """An identity cannot be opened; the message never says what is in it."""


def create_key(path: Path) -> None:
    """Writes a new key that only its owner may read; refuses to replace one, for what it sealed would be lost."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyFileError(f"{path} exists; a vault key is never replaced") from None
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def load_key(path: Path) -> bytes:
    """The key in a file; raises KeyFileError when there is none or it is no key."""
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except FileNotFoundError:
        raise KeyFileError(f"no vault key at {path}; `melayani vault init` creates one") from None
    except OSError as error:
        raise KeyFileError(f"the vault key at {path} cannot be read: {error.strerror}") from None
    except binascii.Error:
        raise KeyFileError(f"{path} holds no vault key: it is not base64") from None
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"{path} holds no vault key: {len(key)} bytes instead of {KEY_BYTES}")
    return key


class Vault:
    """Seals and opens identities, and derives the secrets behind numbers and pseudonyms."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(_derive(key, "identities"))
        self.key_id = hashlib.sha256(_derive(key, "key-id")).hexdigest()[:8]
        self.secrets = Secrets(
            ticket=_derive(key, "ticket-number"), pseudonym=_derive(key, "pseudonym"), body=_derive(key, "body")
        )

    def seal(self, submission: Submission, admission: Admission) -> Sealed:
        """The identity behind an admission, for the store."""
        masked = admission.admitted.complaint
        nonce = os.urandom(NONCE_BYTES)
        plain = Identity.of(submission).model_dump_json(exclude_none=True).encode()
        return Sealed(
            ticket=masked.ticket,
            pseudonym=masked.pseudonym,
            fingerprint=admission.fingerprint,
            box=nonce + self._cipher.encrypt(nonce, plain, masked.ticket.encode()),
            key=self.key_id,
            at=masked.admitted_at,
        )

    def open(self, sealed: Sealed) -> Identity:
        """What was sealed; raises VaultError for another key's box, another ticket's, or a damaged one."""
        if sealed.key != self.key_id:
            raise VaultError(f"the identity of {sealed.ticket} was sealed with key {sealed.key}, not {self.key_id}")
        nonce, box = sealed.box[:NONCE_BYTES], sealed.box[NONCE_BYTES:]
        try:
            plain = self._cipher.decrypt(nonce, box, sealed.ticket.encode())
        except (InvalidTag, ValueError):
            raise VaultError(f"the identity of {sealed.ticket} is damaged or belongs to another ticket") from None
        return Identity.model_validate_json(plain)


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(key)
