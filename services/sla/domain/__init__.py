"""Sla's decisions; pure."""
