"""Router's settings."""

from shared.runtime.settings import RuntimeSettings


class RouterSettings(RuntimeSettings):
    """Nothing of its own yet."""
