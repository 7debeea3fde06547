"""The learned model's file."""

from pathlib import Path

from services.router.domain.model import LinearModel, ModelError, parse
from shared.directory.model import Directory


def load_model(path: Path, directory: Directory) -> LinearModel:
    """Raises ModelError, which names file, line and field."""
    try:
        with path.open(encoding="utf-8") as lines:
            model = parse(lines, str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}:1: file: cannot be read: {error}") from None
    return fitting(model, path, directory)


def fitting(model: LinearModel, path: Path, directory: Directory) -> LinearModel:
    """The same; raises ModelError when it knows a sector that the directory has not."""
    if unknown := [sector for sector in model.sectors if sector not in directory.sectors]:
        raise ModelError(f"{path}:1: sectors: the directory has no {', '.join(unknown)}")
    return model
