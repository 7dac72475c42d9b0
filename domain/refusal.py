"""The refusals that several aggregates share. A refusal is an answer: its class name is permanent and public."""

from uuid import UUID


class Refusal(Exception):
    """A rule of the domain that says no, in words for the person who asked."""

    def __init__(self, why: str = "", field: str | None = None) -> None:
        super().__init__(why)
        self.field = field
        """The field of the command that the rule is about, where there is one."""


class AlreadyMerged(Refusal):
    """It was merged into another, which stands for it now; split it first."""

    def __init__(self, id: UUID, into: UUID, field: str | None = None) -> None:
        super().__init__(f"{id} was merged into {into}, which stands for it now.", field)


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
