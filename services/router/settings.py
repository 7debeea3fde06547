"""Router's settings."""

from pathlib import Path

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class RouterSettings(RuntimeSettings):
    """`model` is the file that `melayani train` wrote; without one the directory's words decide alone."""

    model: Path | None = None
    roster_every: float = Field(60.0, gt=0, description="seconds between two looks at who is away and who is back")
    checks_every: float = Field(5.0, gt=0, description="seconds between two looks for spot checks that are due")
