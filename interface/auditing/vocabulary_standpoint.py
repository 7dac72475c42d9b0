"""Steps that say from where the record is looked at."""

from interface.auditing.registry import Does, Group
from interface.auditing.sitting import Sitting

STANDPOINT = Group(
    "From where the record is looked at",
    "They hold for every step after them, to the end of the scenario, and go before the options of the command line. "
    "What things are called does not depend on it: they are named as they are called now.",
)
_step = STANDPOINT.step
_LOOKS = Does.LOOKS


@_step("this moment is called {name:Name}", 'Given this moment is called "at first"', _LOOKS)
def called(it: Sitting, name: str) -> None:
    """Gives what is on record by now a name, to be looked at again: the position of the log."""
    it.moments[name] = str(it.record.get("/health")["of"])


@_step("the record as known at {moment:Name}", 'Given the record as known at "61"', _LOOKS)
def known_at(it: Sitting, moment: str) -> None:
    """Answers as known then: an instant (RFC 3339), a position of the log, or a moment with a name."""
    it.looking.known_at = it.moment(moment)


@_step("the record as published by {day:Name}", 'Given the record as published by "2018-02-08"', _LOOKS)
def published_by(it: Sitting, day: str) -> None:
    """Answers as if nothing that rests on later reports had been recorded: a date, to its end, or an instant."""
    it.looking.published_by = day


@_step("the record as of now", "Given the record as of now", _LOOKS)
def now(it: Sitting) -> None:
    """Looks at all that is on record, whatever was published when, and leaves nothing out."""
    it.looking.known_at, it.looking.published_by, it.looking.without = None, None, []


@_step("without the report {report:Name}", 'Given without the report "SANA"', _LOOKS)
def without_report(it: Sitting, report: str) -> None:
    """Answers as if the report, and what rests on it, had never been recorded."""
    it.looking.without.append(f"report:{it.id('reports', report)}")


@_step("without the source {source:Name}", 'Given without the source "ABC News"', _LOOKS)
def without_source(it: Sitting, source: str) -> None:
    """Answers as if nothing that the source published had ever been recorded."""
    it.looking.without.append(f"source:{it.id('sources', source)}")


@_step(
    "without the import {release:Name} of the dataset {dataset:Name}",
    'Given without the import "1" of the dataset "ucdp-syria"',
    _LOOKS,
)
def without_import(it: Sitting, release: str, dataset: str) -> None:
    """Answers as if nothing that the import entered had ever been recorded."""
    it.looking.without += [f"cause:{id}" for id in it.imports(dataset, release)]


@_step("under the policy {policy:Policy}", "Given under the policy ucdp best", _LOOKS)
def under_policy(it: Sitting, policy: str) -> None:
    """Reconciles competing figures by this rule: `highest credibility` unless one is named."""
    it.looking.policy = policy
