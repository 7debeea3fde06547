"""What every process is told by its environment (`MELAYANI_*`)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting is missing or wrong; the message names each one."""


class RuntimeSettings(BaseSettings):
    """Settings every service has; a service's own settings extend this."""

    model_config = SettingsConfigDict(env_prefix="MELAYANI_", frozen=True, extra="ignore")

    nats_url: str = Field("nats://127.0.0.1:4222", description="the broker, or several separated by commas")
    mongo_url: str = Field(
        "mongodb://127.0.0.1:27017/?directConnection=true&w=majority&journal=true",
        description="the database; writes must be journaled",
    )
    mongo_database: str = Field("melayani", description="prefix of each service's database name")
    directory: Path = Field(Path("deploy/directory/banyuwangi"), description="folder of the directory")
    contacts: Path | None = Field(None, description="the real contacts, a file outside the repository")
    host: str = Field("127.0.0.1", description="address the HTTP side listens on")
    http_port: int = Field(8080, ge=0, le=65535, description="port of the HTTP side")
    sectors: str = Field("all", description="queues this process consumes: all, or a comma-separated list")
    stage: str = Field("all", description="stages this process consumes: all, or a comma-separated list")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    speed: float = Field(1.0, gt=0, description="divides promised times; other than 1 only to demonstrate")
    public_url: str = Field("http://127.0.0.1:8080", description="where people reach the HTTP door")
    store_bytes: int = Field(4 * 2**30, ge=2**26, description="disk the provisioner shares among the streams")
    replicas: int = Field(1, ge=1, le=5, description="copies of each stream the broker keeps")


S = TypeVar("S", bound=BaseSettings)


def chosen(setting: str, given: str, known: Iterable[str]) -> set[str] | None:
    """None for all; raises SettingsError for what there is not, which would be heard by nobody."""
    if given == "all":
        return None
    found = set(given.split(","))
    if strange := sorted(found - set(known)):
        raise SettingsError(f"MELAYANI_{setting}: there is no {', '.join(strange)}")
    return found


def read_settings(kind: type[S], **overrides: Any) -> S:
    """Settings from the environment under `overrides`; raises SettingsError naming each that is missing or wrong."""
    try:
        return kind(**overrides)
    except ValidationError as error:
        prefix = str(kind.model_config.get("env_prefix", ""))
        problems = [
            f"{prefix}{'_'.join(str(part) for part in problem['loc'])}".upper() + f": {problem['msg']}"
            for problem in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsError("; ".join(problems)) from None
