"""`casus log follow`: copies another Casus's log, verifying as it goes, until it is stopped."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import NoReturn

import click

from application.mirroring import (
    Advance,
    AnotherLog,
    CopyDamaged,
    ForkFound,
    Mirroring,
    NoAnswer,
    RolledBack,
    Upstream,
)
from application.proving import NotSignedYet
from application.refusals import LogUnavailable
from domain.refusal import Refusal
from interface.house import json_option
from interface.problems import in_words
from interface.upstream import Server
from interface.vkeys import vkey

LOOK = 2.0
"""Seconds between two looks at what is signed."""
LONGEST = 60.0
"""Seconds that it waits at most, after doubling them with each failure, until it tries again."""

Begin = Callable[[Path, Upstream, str | None], AbstractContextManager[Mirroring]]
"""Begins a mirror in a directory, or goes on with it, trusting a key if one is named."""

_WRONG = (ForkFound, AnotherLog, CopyDamaged)
_NOT_NOW = (NoAnswer, NotSignedYet, LogUnavailable, RolledBack)


class _Stopped(BaseException):
    """The process is asked to stop while it waits for an answer."""


class _Stopping:
    """Asked to stop, the process does so after the batch at hand; at once, if it waits for an answer."""

    def __init__(self) -> None:
        self.asked = Event()
        self._waiting = False

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Something is waited for that may not come."""
        self._waiting = True
        try:
            self.must_go_on()
            yield
        finally:
            self._waiting = False

    def must_go_on(self) -> None:
        if self.asked.is_set():
            raise _Stopped

    def __call__(self, _: int, __: FrameType | None) -> None:
        self.asked.set()
        if self._waiting:
            self._waiting = False
            raise _Stopped


def follow_command(begin: Begin) -> click.Command:
    """`casus log follow`, with mirrors that are begun so."""

    @click.command("follow")
    @click.argument("url")
    @click.option(
        "--into",
        type=click.Path(file_okay=False, path_type=Path),
        required=True,
        help="The data directory of the mirror: empty, or begun before.",
    )
    @click.option("--key", metavar="VKEY|FILE", callback=vkey, help="The log's public key, as its keeper published it.")
    @click.option("--token", envvar="CASUS_TOKEN", show_envvar=True, help="The token to ask the server with.")
    @click.option("--once", is_flag=True, help="Copy what is signed now, and end.")
    @json_option
    def follow(url: str, into: Path, key: str | None, token: str | None, once: bool, as_json: bool) -> None:
        """Copy the log of the Casus at URL, or of a mirror of it, and go on as it grows, until it is stopped.

        Every entry is proved to be what the key has signed before it is kept. Stopped or killed at any moment, the same
        command goes on. It ends in 1 if what is signed contradicts itself, and with --once in 2 if nothing is answered.
        """
        with _stopping() as stopping, closing(Server(url, token, stopping.waiting)) as server:
            try:
                with begin(into, server, key) as mirror:
                    _say_key(mirror)
                    _Following(mirror, stopping, once=once, as_json=as_json).go_on()
            except _Stopped:
                raise click.exceptions.Exit(int(once)) from None
            except _WRONG as why:
                click.echo(in_words(why), err=True)
                raise click.exceptions.Exit(1) from why
            except NoAnswer as why:
                _end(why)

    return follow


class _Following:
    """One run of the command."""

    def __init__(self, mirror: Mirroring, stopping: _Stopping, *, once: bool, as_json: bool) -> None:
        self._mirror = mirror
        self._stopping = stopping
        self._once = once
        self._as_json = as_json
        self._told: Advance | None = None
        self._failure, self._wait = "", LOOK

    def go_on(self) -> None:
        """Copies what is signed; once, or until it is stopped."""
        while True:
            try:
                self._tell(self._mirror.round(self._on_the_way))
                self._failure, self._wait = "", LOOK
            except _NOT_NOW as why:
                if self._once:
                    _end(why)
                self._fail(why)
            if self._once:
                return
            self._stopping.asked.wait(self._wait)
            self._stopping.must_go_on()

    def _on_the_way(self, advance: Advance) -> None:
        self._wait = LOOK
        click.echo(f"{advance.position:,} of {advance.of:,} entries", err=True)
        self._stopping.must_go_on()

    def _tell(self, advance: Advance) -> None:
        if advance == self._told:
            return
        self._told = advance
        if self._as_json:
            click.echo(json.dumps({"entries": advance.position, "signed": advance.of}))
        else:
            click.echo(f"The copy has {advance.position:,} entries, each proved to be what was signed.")

    def _fail(self, why: Refusal) -> None:
        """Says what is the matter, if it is something new, and is to wait longer the next time."""
        if (words := in_words(why)) != self._failure:
            click.echo(f"{words}\nIt is tried again until it works.", err=True)
        self._failure = words
        self._wait = LOOK if isinstance(why, NotSignedYet) else min(LONGEST, self._wait * 2)


def _say_key(mirror: Mirroring) -> None:
    if mirror.on_trust:
        click.echo(
            "No key was named, so the server's own word is taken for it, this once. Compare it with what the log's "
            f"keeper has published, and begin anew if it is another:\n{mirror.key}",
            err=True,
        )


def _end(why: Refusal) -> NoReturn:
    """Ends as there is nothing that can be done about it here: 1 where what is signed was taken back, else 2."""
    click.echo(in_words(why), err=True)
    raise click.exceptions.Exit(1 if isinstance(why, RolledBack) else 2) from why


@contextmanager
def _stopping() -> Iterator[_Stopping]:
    it = _Stopping()
    before = {each: signal.signal(each, it) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield it
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
