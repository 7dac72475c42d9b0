"""Runs scenarios against a record, each by itself."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from time import perf_counter

from interface.auditing.feature_files import Line, Scenario
from interface.auditing.openings import Opening
from interface.auditing.outcomes import NotUnderstood, Outcome, ScenarioResult, StepResult, Unmet
from interface.auditing.record import Record
from interface.auditing.registry import Does, Takes, Understood, Vocabulary
from interface.auditing.sitting import Looking, Sitting
from interface.auditing.vocabulary import VOCABULARY

CHECKS_NOTHING = "The scenario checks nothing: none of its steps says what should be found."


def run(scenarios: Sequence[Scenario], opening: Opening, looking: Looking) -> Iterator[ScenarioResult]:
    """What becomes of each scenario, in order: those that record have a copy each, where there are copies."""
    for scenario in scenarios:
        read = [VOCABULARY.understood(line.text) for line in scenario.steps]
        records = any(it and it.step.does is Does.RECORDS for it in read)
        began = perf_counter()
        with opening.own() if records else nullcontext(opening.shared) as record:
            steps = [*_played(scenario, read, record, looking.copy())]
        outcome = next((it.outcome for it in steps if it.outcome is not Outcome.HOLDS), Outcome.HOLDS)
        yield ScenarioResult(
            file=scenario.file,
            line=scenario.line,
            feature=scenario.feature,
            scenario=scenario.name,
            outcome=outcome,
            seconds=round(perf_counter() - began, 6),
            steps=steps,
        )


def _played(
    scenario: Scenario, read: Sequence[Understood | None], record: Record, looking: Looking
) -> Iterator[StepResult]:
    """What becomes of each step: after one that does not hold, others are skipped, unless nobody understands them."""
    sitting, stopped = Sitting(record, looking), False
    for line, understood in zip(scenario.steps, read, strict=True):
        outcome, found = Outcome.SKIPPED, None
        if not stopped or understood is None:
            try:
                play(line, understood, sitting)
                outcome = Outcome.HOLDS
            except Unmet as unmet:
                outcome, found, stopped = unmet.outcome, str(unmet), True
        yield StepResult(line=line.number, step=f"{line.keyword} {line.text}", outcome=outcome, found=found)
    for prose in scenario.prose:
        # Gherkin takes a first step whose keyword is misspelt for a description.
        if VOCABULARY.understood(prose.partition(" ")[2].strip()):
            found = f"This step begins with no keyword: {prose}"
            yield StepResult(line=scenario.line, step="", outcome=Outcome.NOT_UNDERSTOOD, found=found)
    if not stopped and not any(it and it.step.does is Does.CHECKS for it in read):
        yield StepResult(line=scenario.line, step="", outcome=Outcome.FAILS, found=CHECKS_NOTHING)


def play(line: Line, understood: Understood | None, sitting: Sitting, vocabulary: Vocabulary = VOCABULARY) -> None:
    """Has one step do what it means.

    Raises:
        NotUnderstood: there is no such step, or what stands below it is not what it takes.
        Unmet, Declined: it does not hold, or is refused.
    """
    if understood is None:
        near = "; ".join(vocabulary.nearest(line.text))
        raise NotUnderstood(f"Nobody understands this step. The nearest that exist: {near}.")
    takes, has = understood.step.takes, {Takes.TABLE: line.table, Takes.TEXT: line.doc}
    if takes in has and has[takes] is None:
        raise NotUnderstood(f"This step takes {takes} below it.")
    if (line.doc is not None and takes is not Takes.TEXT) or (
        line.table is not None and takes not in {Takes.TABLE, Takes.PERHAPS_A_TABLE}
    ):
        raise NotUnderstood(f"This step takes {takes} below it.")
    sitting.table, sitting.doc = line.table, line.doc
    understood.step.run(sitting, **understood.said)
