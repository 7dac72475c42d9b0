"""Steps that record what corrects and judges: into a scratch copy only."""

from collections.abc import Mapping
from typing import Any

from interface.auditing.casualties import one_casualty
from interface.auditing.registry import Does, Group, Takes
from interface.auditing.sitting import Sitting

CORRECTIONS = Group(
    "Correcting and judging, in a scratch copy",
    "They record too. Every correction says why.",
)
_step = CORRECTIONS.step
_RECORDS, _PERHAPS = Does.RECORDS, Takes.PERHAPS_A_TABLE


@_step(
    "the source {source:Name} is rated {letter:w} because {reason:Name}",
    'Given the source "Agency" is rated B because "It corrects itself."',
    _RECORDS,
)
def rated(it: Sitting, source: str, letter: str, reason: str) -> None:
    """Judges how reliable a source has proved: A to F, where F cannot be judged (Admiralty code)."""
    it.change("sources", source, "ratings", {"reliability": letter, "reason": reason})


@_step(
    "the report {report:Name} revises its {harm:Harm} of {side:Side} in {incident:Name} to {figure:Figure} "
    "because {reason:Name}",
    'Given the report "first word" revises its killed of "irregulars" in "the ambush" to exactly 55 '
    'because "It corrected itself."',
    _RECORDS,
    _PERHAPS,
)
def revises(
    it: Sitting, report: str, harm: str, side: str, incident: str, figure: Mapping[str, Any], reason: str
) -> None:
    """Enters that a report gives another figure than is on record. Its table may say which `person_status` and
    `group` the casualty is of, and the report's `original_source` in words.
    """
    body = {"report_id": it.id("reports", report), "figure": figure, "reason": reason, **_word(it)}
    it.recording().change(_casualty(it, incident, side, harm), "revisions", body)


@_step(
    "the {harm:Harm} of {side:Side} in {incident:Name} by the report {report:Name} are judged {credibility:Number} "
    "because {reason:Name}",
    'Given the killed of "irregulars" in "the ambush" by the report "first word" are judged 2 '
    'because "Two others say so."',
    _RECORDS,
    _PERHAPS,
)
def judged(it: Sitting, harm: str, side: str, incident: str, report: str, credibility: int, reason: str) -> None:
    """Judges how credible one report's figure is: 1 to 6, where 6 cannot be judged (Admiralty code)."""
    body = {"report_id": it.id("reports", report), "credibility": credibility, "reason": reason, **_word(it)}
    it.recording().change(_casualty(it, incident, side, harm), "assessments", body)


@_step(
    "the report {report:Name} denies the {harm:Harm} of {side:Side} in {incident:Name}, saying {statement:Name}",
    'Given the report "third word" denies the killed of "irregulars" in "the ambush", saying "Nobody was killed."',
    _RECORDS,
    _PERHAPS,
)
def denies(it: Sitting, report: str, harm: str, side: str, incident: str, statement: str) -> None:
    """Enters that a report denies the harm."""
    body = {"report_id": it.id("reports", report), "statement": statement}
    it.recording().change(_casualty(it, incident, side, harm), "denials", body)


@_step(
    "the {harm:Harm} of {side:Side} in {incident:Name} are retracted because {reason:Name}",
    'Given the report "first word" gives exactly 3 injured of "irregulars" in "the ambush"\n'
    'And the injured of "irregulars" in "the ambush" are retracted because "It was another ambush."',
    _RECORDS,
    _PERHAPS,
)
def casualty_retracted(it: Sitting, harm: str, side: str, incident: str, reason: str) -> None:
    """Takes a casualty back, with every figure."""
    it.recording().change(_casualty(it, incident, side, harm), "retractions", {"reason": reason})


@_step(
    "the report {report:Name} is withdrawn because {reason:Name}",
    'Given the report "third word" is withdrawn because "It was a hoax."',
    _RECORDS,
)
def withdrawn(it: Sitting, report: str, reason: str) -> None:
    """Holds a report no longer good: its figures count under no policy."""
    it.change("reports", report, "withdrawals", {"reason": reason})


@_step(
    "the report {report:Name} is reinstated because {reason:Name}",
    'Given the report "third word" is reinstated because "It was none."',
    _RECORDS,
)
def reinstated(it: Sitting, report: str, reason: str) -> None:
    """Undoes a report's withdrawal."""
    it.change("reports", report, "reinstatements", {"reason": reason})


@_step(
    "{incident:Name} is redated to {day:Name} because {reason:Name}",
    'Given "the ambush" is redated to "2018-02-03/2018-02-04" because "It lasted into the night."',
    _RECORDS,
)
def redated(it: Sitting, incident: str, day: str, reason: str) -> None:
    """Says when it happened, better than before: EDTF."""
    it.change("incidents", incident, "redatings", {"occurred": day, "reason": reason})


@_step(
    "{incident:Name} is relocated to {place:Name} in {country:Country}, at precision {precision:Number}, "
    "because {reason:Name}",
    'Given "the ambush" is relocated to "Khasham" in SYR, at precision 2, because "A village is named."',
    _RECORDS,
)
def relocated(it: Sitting, incident: str, place: str, country: str | None, precision: int, reason: str) -> None:
    """Says where it happened, better than before: how exactly is UCDP's `where_prec`, 1 to 7."""
    there = {"name": place, "country": country, "precision": precision}
    it.change("incidents", incident, "relocations", {"place": there, "reason": reason})


@_step(
    "{incident:Name} is graded as {grading:Grading} because {reason:Name}",
    'Given "the ambush" is graded as weak because "One source claims it."',
    _RECORDS,
)
def graded(it: Sitting, incident: str, grading: str, reason: str) -> None:
    """Grades the evidence (Airwars)."""
    it.change("incidents", incident, "gradings", {"grading": grading, "reason": reason})


@_step(
    "{incident:Name} is retracted because {reason:Name}",
    'Given "the ambush" is retracted because "It never happened."',
    _RECORDS,
)
def retracted(it: Sitting, incident: str, reason: str) -> None:
    """Takes an incident back."""
    it.change("incidents", incident, "retractions", {"reason": reason})


@_step(
    "{incident:Name} is reinstated because {reason:Name}",
    'Given "the ambush" is reinstated because "It did happen."',
    _RECORDS,
)
def incident_reinstated(it: Sitting, incident: str, reason: str) -> None:
    """Undoes an incident's retraction."""
    it.change("incidents", incident, "reinstatements", {"reason": reason})


@_step(
    "{incident:Name} is merged into {other:Name} because {reason:Name}",
    'Given the battle "the skirmish" in SYR on "2018-02-03", by the report "first word"\n'
    'And "the skirmish" is merged into "the ambush" because "They are one."',
    _RECORDS,
)
def merged(it: Sitting, incident: str, other: str, reason: str) -> None:
    """Says that an incident is the same occurrence as another, which stands for both."""
    it.change("incidents", incident, "mergers", {"into": it.id("incidents", other), "reason": reason})


def _casualty(it: Sitting, incident: str, side: str, harm: str) -> str:
    it.recording()
    return f"/casualties/{one_casualty(it, incident, side, harm)['id']}"


def _word(it: Sitting) -> dict[str, str]:
    return {name: value for name, value in it.pairs() if name == "original_source"}
