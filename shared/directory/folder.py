"""The directory's files as they lie in a folder, and the contacts, which may lie elsewhere."""

from pathlib import Path

from shared.directory.desk import DirectoryError

CONTACTS = "contacts.yaml"
KINDS = frozenset({".yaml", ".txt"})


def texts_in(folder: Path) -> dict[str, str]:
    """The files' texts by their names relative to the folder, without the contacts. Raises DirectoryError."""
    if not folder.is_dir():
        raise DirectoryError([f"there is no directory at {folder}"])
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.suffix in KINDS}
    return {name: _text(path) for name, path in files.items() if name != CONTACTS}


def contacts_of(folder: Path, contacts: Path | None) -> dict[str, str]:
    """The text of `contacts`, or else of the folder's own placeholders; none if there is neither."""
    file = contacts or folder / CONTACTS
    return {CONTACTS: _text(file)} if contacts or file.is_file() else {}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DirectoryError([f"{path}:1: cannot be read: {error}"]) from error
