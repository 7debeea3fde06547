"""Ports of this machine that nobody listens on."""

import random
import socket

# Below the range Linux takes client ports from: a client that knocks again and again at a stopped server's port
# there would one day be given that very port, talk to itself, and keep the server from coming back.
FIRST, LAST = 20_000, 32_000


_given: set[int] = set()


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(preferred: int = 0) -> int:
    """The preferred port when nobody has it, else any free one; never the same twice, for it may not be in use yet."""
    if preferred and is_free(preferred):
        return preferred
    dice = random.SystemRandom()
    port = next(port for port in iter(lambda: dice.randint(FIRST, LAST), None) if port not in _given and is_free(port))
    _given.add(port)
    return port
