"""Notifier's settings; each channel has its own beside its code."""

from datetime import timedelta

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class NotifierSettings(RuntimeSettings):
    """Over what, how often, and from when on again."""

    channels: str = Field("outbox", description="channels in the order they are tried, separated by commas")
    attempts: int = Field(
        20, ge=1, le=24, description="tries, the last a minute apart, before a notice has failed; parking takes 25"
    )
    claim_lapses: timedelta = Field(
        timedelta(seconds=8), description="age at which an unfinished try counts as crashed; below the ack_wait of 10 s"
    )

    @property
    def channel_names(self) -> list[str]:
        return [name.strip() for name in self.channels.split(",") if name.strip()]
