"""Tells a prepared case command by command, through the same services as the API, however often it is told once."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from pydantic import BaseModel

from application.ledger import Ledger
from application.record import Record
from application.recording import Behalf, Once, Receipt
from domain.actor import Actor
from domain.fact import Aggregate

UseCase = Callable[..., Receipt]
"""A method of a service that records a command."""


class Telling:
    """Each command has a name in its case, which makes it happen once: a telling that was broken off goes on."""

    def __init__(self, ledger: Ledger, case: str, actor: Actor) -> None:
        self._ledger = ledger
        self._case = case
        self._actor = actor
        self._cause = uuid4()

    def create(self, name: str, use_case: UseCase, command: BaseModel) -> UUID:
        """Begins a thing, or finds the one that this command began before; its id."""
        return use_case(command, by=self._behalf(name)).id

    def change(
        self, name: str, kind: type[Aggregate[Any, Any]], id: UUID, use_case: UseCase, command: BaseModel
    ) -> None:
        """Changes a thing as it stands now, unless this command did so before."""
        version = self._ledger.folded(kind, id).version
        use_case(id, command, by=self._behalf(name), expecting=version)

    def knows(self, kind: type[Aggregate[Any, Any]], id: UUID) -> bool:
        """Whether such a thing is on record."""
        return Record(self._ledger).find(kind, id) is not None

    def _behalf(self, name: str) -> Behalf:
        # Only the name: a later Casus may word a case otherwise, and must not record it twice.
        digest = sha256(name.encode()).hexdigest()
        return Behalf(self._actor, self._cause, Once(self._actor.name, f"{self._case}/{name}", digest))
