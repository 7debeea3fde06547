"""Router decides where a complaint belongs, who holds it, and every change of its ticket.

Hears admitted.*, sorted.*, actions.*, promises.*, notices.*.failed; says sorted.*, tickets.*; answers ask.tickets.*;
owns `tickets`, `waiting`, `decided`, `sightings` and `cases`.
"""
