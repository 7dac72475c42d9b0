"""Who witnesses a verdict, in words; and what somebody should settle first."""

from collections.abc import Iterator

from application.measures import Measured, Measurements, Member
from domain.plain_words import Named
from domain.verdict import Witness

_WHY = {
    "own": "",
    "all": "; no own figure: bounded by those of all sides",
    "camps": "; told on the side of every camp",
    "coverage": "; no own figure of everybody meant: bounded by a coverage",
    "nothing": "; nothing on record bounds it from above",
}


def witnesses_of(it: Member) -> Iterator[Witness]:
    """The casualties of an incident that are counted; or the incident itself, where none is."""
    perhaps = "" if it.certain else "; whether it is one of those that are meant is not certain"
    for each in it.counted:
        yield Witness(
            incident_id=it.incident_id,
            casualty_id=each.casualty_id,
            report_ids=[each.report_id] if each.report_id else [],
            figures=each.figures,
            least=each.least,
            most=each.most,
            certain=it.certain,
            says=f"{_span(each.least, each.most)}{_WHY[it.bounded_by]}{perhaps}",
        )
    if not it.counted:
        yield Witness(
            incident_id=it.incident_id,
            least=it.least,
            most=it.most,
            certain=it.certain,
            says=f"{_span(it.least, it.most)}{_WHY[it.bounded_by]}{perhaps}",
        )


def one_of_them(it: Member) -> Witness:
    """An incident that is counted by itself."""
    says = "one of them" if it.certain else "perhaps one of them"
    return Witness(incident_id=it.incident_id, certain=it.certain, says=says)


def _span(least: int, most: int | None) -> str:
    if least == most:
        return f"{least}"
    return f"at least {least}" if most is None else f"from {least} to {most}"


def doubts_of(measured: Measured, found: Measurements, name: Named) -> Iterator[str]:
    """What a dataset lacks that is declared complete, and which forces may be the same."""
    datasets = {it.id: it.dataset for it in found.coverages}
    for coverage, incidents in measured.lacking.items():
        lacks = ", ".join(f'"{name(it)}"' for it in incidents)
        yield f"{datasets[coverage]} is declared to hold them all, but has no row for {lacks} ({coverage})."
    for one, other in measured.suspected:
        yield f'"{name(other)}" ({other}) may be the same as "{name(one)}": nobody merged or linked them.'
