"""Only the right key opens an identity, and only as the ticket's it was sealed for."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from stat import S_IMODE

import pytest

from services.intake.domain.admission import Submission, admit, understand
from services.intake.domain.identity import Identity, Sealed
from services.intake.vault import KeyFileError, Vault, VaultError, create_key, load_key
from shared.contracts.complaint import Reporter
from shared.directory.model import Directory

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
KEY, OTHER_KEY = b"k" * 32, b"o" * 32
BODY = json.dumps(
    {"text": "Saya Siti, lampu mati.", "reporter": {"name": "Siti", "phone": "0811000001"}, "place": {"note": "pojok"}}
)


@pytest.fixture(scope="module")
def vault() -> Vault:
    return Vault(KEY)


@pytest.fixture(scope="module")
def sealed(vault: Vault, directory: Directory) -> Sealed:
    heard = understand("complaints.call112", {"ce-id": "1"}, BODY.encode())
    assert isinstance(heard, Submission)
    return vault.seal(heard, admit(heard, vault.secrets, directory, "http://x.example", NOW))


def test_what_was_sealed_is_opened_whole(vault: Vault, sealed: Sealed) -> None:
    identity = vault.open(sealed)
    assert identity.reporter == Reporter(name="Siti", phone="0811000001")
    assert identity.text == "Saya Siti, lampu mati."
    assert identity.raw == BODY
    assert (identity.address("phone"), identity.address("email")) == ("0811000001", None)


def test_a_box_shows_nothing(sealed: Sealed) -> None:
    assert b"Siti" not in sealed.box
    assert "Siti" not in repr(sealed)


def test_sealing_twice_makes_two_boxes(vault: Vault, sealed: Sealed, directory: Directory) -> None:
    heard = understand("complaints.call112", {"ce-id": "1"}, BODY.encode())
    assert isinstance(heard, Submission)
    again = vault.seal(heard, admit(heard, vault.secrets, directory, "http://x.example", NOW))
    assert again.box != sealed.box
    assert replace(again, box=sealed.box) == sealed


def test_another_key_opens_nothing_and_says_which_is_needed(vault: Vault, sealed: Sealed) -> None:
    other = Vault(OTHER_KEY)
    with pytest.raises(VaultError, match=f"sealed with key {vault.key_id}, not {other.key_id}"):
        other.open(sealed)
    with pytest.raises(VaultError, match="damaged"):
        other.open(replace(sealed, key=other.key_id))


@pytest.mark.parametrize("box", [b"", b"short", b"n" * 12 + b"c" * 40])
def test_a_box_that_is_none_is_not_opened(vault: Vault, sealed: Sealed, box: bytes) -> None:
    with pytest.raises(VaultError, match="damaged"):
        vault.open(replace(sealed, box=box))


def test_a_box_is_not_opened_as_another_tickets(vault: Vault, sealed: Sealed) -> None:
    with pytest.raises(VaultError, match="belongs to another ticket"):
        vault.open(replace(sealed, ticket="BWI-0000-0000-0000"))


def test_every_purpose_has_a_secret_of_its_own(vault: Vault) -> None:
    secrets = vault.secrets
    assert len({secrets.ticket, secrets.pseudonym, secrets.body, KEY}) == 4
    assert secrets == Vault(KEY).secrets != Vault(OTHER_KEY).secrets


def test_an_identity_without_reporter_has_no_address() -> None:
    assert Identity(text="x", raw="{}").address("phone") is None


def test_a_new_key_is_for_its_owner_alone_and_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "new" / "vault.key"
    create_key(path)
    key = load_key(path)
    assert len(key) == 32
    assert S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(KeyFileError, match="never replaced"):
        create_key(path)
    assert load_key(path) == key


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no base64!", "not base64"),
        (base64.b64encode(b"short"), "5 bytes instead of 32"),
        (b"", "0 bytes instead of 32"),
    ],
)
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "vault.key"
    path.write_bytes(content)
    with pytest.raises(KeyFileError, match=reason):
        load_key(path)


def test_a_missing_key_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="melayani vault init"):
        load_key(tmp_path / "vault.key")
    with pytest.raises(KeyFileError, match="cannot be read"):
        load_key(tmp_path)
