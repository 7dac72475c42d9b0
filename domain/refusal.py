"""The refusals that several aggregates share. A refusal is an answer: its class name is permanent and public."""

from uuid import UUID


class Refusal(Exception):
    """A rule of the domain that says no, in words for the person who asked."""

    field: str | None = None
    """The field of the command that the rule is about, where there is one."""

    def about(self, field: str) -> "Refusal":
        """The same refusal, naming the field of the command that brought it on."""
        self.field = field
        return self


class AlreadyMerged(Refusal):
    """It was merged into another, which stands for it now; split it first."""

    def __init__(self, into: UUID) -> None:
        super().__init__(f"It was merged into {into}, which stands for it now.")


class NotMerged(Refusal):
    """Only what was merged can be split off again."""


class MergedIntoItself(Refusal):
    """Nothing can be merged into itself."""


class AlreadyRetracted(Refusal):
    """It was retracted; reinstate it first."""


class NotRetracted(Refusal):
    """Only what was retracted can be reinstated."""


class NothingChanges(Refusal):
    """The record already says exactly this."""
