"""Runs one service: its HTTP side first, so that health can be asked while the broker is still away."""

import asyncio
import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.runtime import logging, mongo
from shared.runtime.logging import log
from shared.runtime.provision import ProvisionError
from shared.runtime.service import Service

NOT_READY = 503
COLLECT_AFTER = (20_000, 20, 20)


def application(service: Service) -> Starlette:
    """The HTTP side: /healthz (the process answers), /readyz (it can work), /metrics, and the service's own routes."""

    def healthz(_: Request) -> Response:
        return JSONResponse({"service": service.name, "alive": True})

    async def readyz(_: Request) -> Response:
        # While nothing is heard, nobody else would notice that the database is away.
        away = set(service.hold.away) | (set() if await service.database.answers() else {mongo.SERVER})
        ready = service.ready and not away
        state = {"service": service.name, "ready": ready, "away": sorted(away)}
        return JSONResponse(state, status_code=200 if ready else NOT_READY)

    def metrics(_: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    own = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    return Starlette(routes=[*own, *service.routes])


class HttpSide(uvicorn.Server):
    """Leaves signals to us: uvicorn would raise them again, and die, before the service has stopped."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def run(service: Service) -> int:
    """Serves until a signal or a fatal error; returns the process's exit code."""
    settings = service.settings
    config = uvicorn.Config(
        application(service),
        host=settings.host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=3,
    )
    server = HttpSide(config)
    told_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    serving = asyncio.create_task(_listen(server, service))
    starting = asyncio.create_task(_start(service))
    ends = [asyncio.create_task(event.wait()) for event in (told_to_stop, service.failed)]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for task in (starting, *ends):
        task.cancel()
    await asyncio.gather(starting, *ends, return_exceptions=True)
    log.info("stopping")
    await service.stop()
    server.should_exit = True
    await serving
    return 1 if service.failed.is_set() else 0


async def _listen(server: HttpSide, service: Service) -> None:
    try:
        await server.serve()
    except SystemExit:
        log.error("cannot listen", host=server.config.host, port=server.config.port)
        service.failed.set()


async def _start(service: Service) -> None:
    try:
        await service.start()
        _spare_the_collector()
    except ProvisionError as error:
        log.error("cannot start", reason=str(error))
        service.failed.set()
    except Exception as error:  # noqa: BLE001 -- whatever it is, the process ends and says so
        log.error("cannot start", reason=f"{type(error).__name__}: {error}")
        service.failed.set()


def _spare_the_collector() -> None:
    """What is here now stays: looking at it again and again, and after every 700 new objects, is wasted work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def run_forever(service: Service) -> None:
    """Runs the service as this process, and ends the process with its exit code."""
    logging.configure(service.name, service.settings.log_level)
    sys.exit(asyncio.run(run(service)))
