"""Serving: on this machine only while there is no token, and never on a port that is somebody else's."""

import asyncio
import socket
from contextlib import closing
from types import FrameType

import click
import uvicorn

from application.access import TokenStore
from application.services import Services
from interface.app import create_app
from interface.asking import LOCAL_ANALYST, LOOPBACK
from interface.refusals import NotLocal

PORT = 8018
"""Where Casus is served unless another port is named."""


SIGN_EVERY = 2.0
"""Seconds between two checkpoints of a log that grows."""


def serve_until_stopped(services: Services, tokens: TokenStore, host: str, port: int | None) -> None:
    """Serves on this address, prints it once requests are taken, and returns when the process is asked to stop.

    Meanwhile the log is signed as it grows.

    Raises:
        NotLocal: the address is not this machine's own, and there is no token.
    """
    if host not in LOOPBACK and not tokens.any():
        raise NotLocal(f"{host} is open to others; create a token first: casus token create.")
    listener = _listener(host, port)
    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    click.echo(f"Casus is at {address}; what it answers, and how it is asked, at {address}/docs")
    _say_mirror(services)
    if not tokens.any():
        click.echo(f"No token exists: whoever works on this machine is the {LOCAL_ANALYST.name}.")
    config = uvicorn.Config(create_app(services, tokens), log_level="warning", server_header=False)
    services.signing.start(SIGN_EVERY)
    with closing(services.signing):
        _Server(config, services).run(sockets=[listener])


def _say_mirror(services: Services) -> None:
    if (mirror := services.mirror()) is None:
        return
    name, position = mirror.standing.key.partition("+")[0], services.ledger.position_at(None)
    click.echo(
        f"It is a mirror of the log at {mirror.original} ({name}), up to position {position:,}, and takes no commands."
    )
    if fork := mirror.standing.fork:
        since = fork.since.isoformat(timespec="seconds").replace("+00:00", "Z")
        click.echo(f"{fork.found} Since {since} nothing is copied any more: {fork.proof} shows why.")


class _Server(uvicorn.Server):
    """A server that has its imports stop, after the batch at hand, and tells no more of the log, when asked to."""

    def __init__(self, config: uvicorn.Config, services: Services) -> None:
        super().__init__(config)
        self._runs = services.runs
        self._log = services.log

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._runs.stop()  # at once: whoever watches one would otherwise keep the server waiting for its end
        self._log.close()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        await asyncio.to_thread(self._runs.close)


def _listener(host: str, port: int | None) -> socket.socket:
    """A socket that listens: requests wait in it from now on, until the server takes them."""
    try:
        return _bound(host, PORT if port is None else port)
    except OSError as error:
        if port is not None:
            raise click.UsageError(f"{host}:{port} can't be served on: {error.strerror}.") from error
        return _bound(host, 0)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio lets small answers wait
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener
