"""Who may come in: the tokens of a data directory, as the interface asks for them."""

from datetime import datetime
from typing import Annotated, Protocol

from pydantic import StringConstraints

from domain.actor import Actor, Role
from domain.refusal import Refusal
from domain.value import Instant, Line, Value


class NoSuchToken(Refusal):
    """No token has this id."""


class AlreadyRevoked(Refusal):
    """The token was revoked before."""


class ExpiryInThePast(Refusal):
    """A token expires after it is created."""


class Token(Value):
    """The right to act in somebody's name and role until it expires or is revoked; never its secret."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
    owner: Line
    role: Role
    created_at: Instant
    expires_at: Instant | None = None
    revoked_at: Instant | None = None


Tokens = list[Token]
"""Several tokens; a name of its own, because a store has a method `list`."""


class TokenStore(Protocol):
    """Where tokens are created, revoked and recognised."""

    def create(self, owner: Line, role: Role, expires_at: datetime | None = None) -> tuple[Token, str]:
        """A new token and its secret, which is shown this once; may raise ExpiryInThePast."""

    def list(self) -> Tokens:
        """Every token there ever was, in the order of their creation."""

    def revoke(self, id: str) -> Token:
        """The token, which opens nothing from now on; may raise NoSuchToken or AlreadyRevoked."""

    def any(self) -> bool:
        """Whether a token was ever created, be it revoked or expired since."""

    def actor(self, secret: str) -> Actor | None:
        """Whom the secret stands for just now; nobody if it is unknown, wrong, expired or revoked."""
