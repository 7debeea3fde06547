"""What `python -m deploy.local.run` can be told."""

from argparse import ArgumentDefaultsHelpFormatter, ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings

# The acknowledge clock of four working hours becomes ten seconds.
SPEED = 1440.0


@dataclass(frozen=True)
class Options:
    """A port that somebody else has is replaced by a free one."""

    once: bool
    folder: Path
    speed: float
    nats_port: int
    monitor_port: int
    mongo_port: int
    http_port: int


class Terminal(BaseSettings):
    """What the terminal's user wishes, see https://no-color.org."""

    no_color: str = Field("", validation_alias="NO_COLOR")


def read_options(arguments: Sequence[str] | None = None) -> Options:
    parser = ArgumentParser(
        prog="python -m deploy.local.run",
        description="Runs the broker, the database and the four services here, and plays the example day once.",
        formatter_class=ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--once", action="store_true", help="stop after the example day; fails if it went wrong")
    parser.add_argument("--folder", type=Path, default=Path("var/local"), help="where everything is kept")
    parser.add_argument("--speed", type=float, default=SPEED, help="how many times faster promised times run")
    parser.add_argument("--nats-port", type=int, default=4222, help="the broker")
    parser.add_argument("--monitor-port", type=int, default=8222, help="the broker's own pages")
    parser.add_argument("--mongo-port", type=int, default=27017, help="the database")
    parser.add_argument("--http-port", type=int, default=8080, help="the first service; the others follow")
    return Options(**vars(parser.parse_args(arguments)))
