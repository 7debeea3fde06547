"""Waiting until a process that was just started is ready."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from deploy.local.child import Child

ASK_EVERY = 0.02
ANSWER_WITHIN = 2.0

Check = Callable[[], Awaitable[bool]]


class NotReadyError(RuntimeError):
    """A process ended, or was not ready in time; the message holds the end of its log."""


async def is_ok(url: str) -> bool:
    """Whether an http URL answers 2xx."""
    parts = urlsplit(url)
    request = f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n"
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            try:
                writer.write(request.encode())
                status = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return status.startswith((b"HTTP/1.1 2", b"HTTP/1.0 2"))


async def is_listening(port: int) -> bool:
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


async def wait_ready(child: Child, check: Check, within: float) -> None:
    """Returns when `check` says yes; raises NotReadyError when the child ends first or takes too long."""
    try:
        async with asyncio.timeout(within):
            while not await check():
                if not child.running:
                    await child.ended()  # its last words are in the log only then
                    raise NotReadyError(f"{child.name} ended at its start:\n{child.last_words()}")
                await asyncio.sleep(ASK_EVERY)
    except TimeoutError:
        raise NotReadyError(f"{child.name} was not ready within {within:g} s:\n{child.last_words()}") from None
    if not child.running:
        raise NotReadyError(f"{child.name} ended, and something else answers in its place:\n{child.last_words()}")
