"""The refusals of the log itself, whatever the thing that was asked for."""

from uuid import UUID

from domain.refusal import Refusal


class Missing(Refusal):
    """No such thing is on record, or was at the moment asked about."""

    def __init__(self, kind: str, id: UUID) -> None:
        super().__init__(f"No {kind} {id} is on record.")


class UnknownReference(Refusal):
    """The command names something that is not on record, or that is of another kind."""

    def __init__(self, kind: str, id: UUID, field: str) -> None:
        super().__init__(f"No {kind} {id} is on record.", field)


class Stale(Refusal):
    """It has changed since the version that the command was decided on; read it again."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"The command expects version {expected}; the record is at version {found}.")


class KeyReused(Refusal):
    """The Idempotency-Key was used before, for another command."""


class UnknownMoment(Refusal):
    """The record can't be read as of this moment: it lies in the future, or past the end of the log."""


class TookTooLong(Refusal):
    """The question took longer than it may."""


class LogUnavailable(Refusal):
    """The log can't be written or read just now; nothing was recorded. Try again."""


class StorageFull(LogUnavailable):
    """The disk that holds the log is full; nothing was recorded. Make room, and send it again."""
