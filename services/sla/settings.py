"""Sla's settings."""

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class SlaSettings(RuntimeSettings):
    """How often sla looks for what the alarms missed, and whether every open ticket has a clock that runs."""

    sweep_every: float = Field(30.0, gt=0, description="seconds between two sweeps for missed alarms")
    sweep_after: float = Field(30.0, ge=0, description="seconds an alarm may be late before the sweep acts")
    audit_every: float = Field(5.0, gt=0, description="seconds of rest for each 20 open tickets that were audited")
    audit_settled: float = Field(600.0, ge=0, description="seconds after a change in which a ticket is not audited")
