"""Sla's settings."""

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class SlaSettings(RuntimeSettings):
    """How often sla looks for what the alarms missed."""

    sweep_every: float = Field(60.0, gt=0, description="seconds between two sweeps for missed alarms")
    sweep_after: float = Field(60.0, ge=0, description="seconds an alarm may be late before the sweep acts")
