"""Sla watches every promise and says when one is about to break, broke, or is over.

Hears tickets.*, notices.*.delivered, timers.due.*; says promises.*, timers.set.*, digests.*; answers ask.clocks.audit;
owns `clocks`, `firings` and `digests`.
"""
