"""Notifier tells the people a ticket concerns, in words they understand, over a channel that reaches them.

Hears tickets.*, checks.*.asked, digests.*; says notices.*.delivered, notices.*.failed; owns `notices` and `claims`.
"""
