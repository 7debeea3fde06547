from tests.unit.sorting.command import run

__all__ = ["run"]
