"""Intake's settings."""

from pathlib import Path

from pydantic import Field

from shared.contracts.words import Slug
from shared.runtime.settings import RuntimeSettings


class IntakeSettings(RuntimeSettings):
    """`vault_key_file` has no default: without its vault intake takes nothing."""

    vault_key_file: Path = Field(description="the vault's key, made by `melayani vault init`")
    http_source: Slug = Field("web", description="the source of complaints that come through the HTTP door")
