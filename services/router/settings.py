"""Router's settings."""

from pathlib import Path

from shared.runtime.settings import RuntimeSettings


class RouterSettings(RuntimeSettings):
    """`model` is the file that `melayani train` wrote; without one the directory's words decide alone."""

    model: Path | None = None
