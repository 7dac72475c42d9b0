"""HTTP applications, handed on from one data directory to the next: making one takes longer than most scenarios."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from fastapi import FastAPI

from application.access import TokenStore
from application.services import Services
from interface.app import create_app


class _Switch:
    """Stands for whatever it leads to at the moment: each use finds out anew."""

    def __init__(self, to: Callable[[], Any]) -> None:
        self._to = to

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._to(), name)
        if name.startswith("__") or found is None or isinstance(found, str | int | float):
            return found
        return _Switch(lambda: getattr(self._to(), name))

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._to()(*given, **named)


class Application:
    """An application, and the services that it is over at the moment."""

    def __init__(self) -> None:
        self._services: Any = None
        self._made: FastAPI | None = None

    def over(self, services: Services, tokens: TokenStore) -> FastAPI:
        """The application, from now on over these services."""
        self._services = services
        if self._made is None:
            self._made = create_app(cast("Services", _Switch(lambda: self._services)), tokens)
        self._made.state.tokens = tokens
        return self._made


_FREE: list[Application] = []


@contextmanager
def application() -> Iterator[Application]:
    """An application that nobody else has meanwhile."""
    it = _FREE.pop() if _FREE else Application()
    try:
        yield it
    finally:
        _FREE.append(it)
