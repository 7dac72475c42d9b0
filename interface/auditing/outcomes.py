"""What becomes of a step, of its scenario, and of the audit."""

from collections.abc import Sequence
from enum import StrEnum

from domain.value import Value


class Outcome(StrEnum):
    """What became of a step, or of a scenario, which takes it from the step that it ends with."""

    HOLDS = "holds"
    FAILS = "fails"
    """The record says otherwise, or does not have what the step names."""
    REFUSED = "refused"
    """The record did not answer, or the step records and may not."""
    NOT_UNDERSTOOD = "not_understood"
    SKIPPED = "skipped"
    """A step before it did not hold."""


class Unmet(Exception):
    """A step that does not hold: what was found instead."""

    outcome = Outcome.FAILS


class Declined(Unmet):
    """A step that the record did not answer, or that may not record: why."""

    outcome = Outcome.REFUSED


class NotUnderstood(Unmet):
    """A step that the vocabulary does not have: which steps are near."""

    outcome = Outcome.NOT_UNDERSTOOD


class StepResult(Value):
    """What became of one step; `found` says why where it does not hold."""

    line: int
    step: str
    outcome: Outcome
    found: str | None = None


class ScenarioResult(Value):
    """What became of one scenario."""

    file: str
    line: int
    feature: str
    scenario: str
    outcome: Outcome
    seconds: float
    steps: Sequence[StepResult]

    @property
    def found(self) -> str | None:
        """What was found instead, where it does not hold."""
        return next((it.found for it in self.steps if it.found), None)


class Totals(Value):
    """How many scenarios came to what."""

    scenarios: int
    holds: int
    fails: int
    refused: int
    not_understood: int

    @classmethod
    def of(cls, results: Sequence[ScenarioResult]) -> "Totals":
        """The totals of these scenarios."""
        counts = {it.value: sum(1 for each in results if each.outcome is it) for it in Outcome}
        return cls(scenarios=len(results), **{name: counts[name] for name in cls.model_fields if name in counts})
