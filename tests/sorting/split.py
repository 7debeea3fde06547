"""Which labelled complaints nobody may tune with: one in five, by a hash of the id, for ever the same ones."""

from hashlib import sha256

ONE_IN = 5


def is_frozen(complaint_id: str) -> bool:
    """Whether it is kept for reports alone; fixed before the first rule was tuned."""
    return int.from_bytes(sha256(complaint_id.encode()).digest()[:8], "big") % ONE_IN == 0
