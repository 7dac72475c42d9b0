"""A wire between Casus and a server that a check cuts at a moment of its choosing."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from types import TracebackType
from typing import Literal, Self

Cut = Literal["before", "after"]


class Wire:
    """Carries what is said to a server and back, until it is cut at a word: before the server hears it, or after."""

    def __init__(self, port: int) -> None:
        self._there = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.word = b""
        self.cut: Cut | None = None
        self.mended = True
        self.cuts = 0
        self._open: list[socket.socket] = []
        Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._hang_up([self._listener, *self._open])

    @contextmanager
    def cutting(self, at: bytes, cut: Cut, *, mended: bool) -> Iterator[None]:
        """The next time this is said, what says it is cut off; where it is not `mended`, all are, and stay so."""
        self.word, self.cut, self.mended = at, cut, True
        self._stays = not mended
        before = self.cuts
        yield
        assert self.cuts == before + 1
        self.mended = True

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self._listener.accept()
                if not self.mended:
                    ours.close()
                    continue
                its = socket.create_connection(("127.0.0.1", self._there))
                self._open += [ours, its]
                Thread(target=self._carry, args=(ours, its, self._heard), daemon=True).start()
                Thread(target=self._carry, args=(its, ours, lambda _: False), daemon=True).start()

    def _heard(self, said: bytes) -> bool:
        return self.cut is not None and self.word in said

    def _carry(self, one: socket.socket, other: socket.socket, cut_at: Callable[[bytes], bool]) -> None:
        with suppress(OSError):
            while said := one.recv(1 << 16):
                if cut_at(said):
                    cut, self.cut = self.cut, None
                    self.mended = not self._stays
                    self.cuts += 1
                    self._hang_up([one] if self.mended else [it for it in self._open if it is not other])  # first
                    if cut == "after":
                        other.sendall(said)
                    other.shutdown(socket.SHUT_WR)  # the server answers what it heard, and ends
                    return
                other.sendall(said)
        self._hang_up([one, other])

    @staticmethod
    def _hang_up(ends: list[socket.socket]) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
