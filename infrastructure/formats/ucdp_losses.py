"""What UCDP's form can't hold of an incident."""

from collections.abc import Iterable

from application.exporting import Losses, Told
from application.views.casualty import FigureView
from domain.figure import Qualifier
from domain.toll import Harm


def losses(told: Told, printed: Iterable[FigureView], camps: Iterable[str]) -> Losses:
    """How many things of each kind are lost; `printed` are the figures that stand in cells, `camps` the sides."""
    incident = told.incident
    killed = [it for it in told.casualties if it.harm is Harm.KILLED]
    lost = Losses({harm: sum(it.harm is harm for it in told.casualties) for harm in Harm if harm is not Harm.KILLED})
    figures = [figure for it in killed for figure in it.figures]
    lost["figures by report"] = len(figures) - len([*printed])
    lost["qualifier"] = sum(not _is_an_estimate(it) for it in figures)
    lost["verbatim"] = sum(it.figure.verbatim is not None for it in figures)
    lost["inference"] = sum(it.inferred for it in figures)
    lost["credibility"] = sum(it.credibility is not None for it in figures)
    lost["person status"] = sum(it.person_status is not None for it in killed)
    lost["group"] = sum(it.group is not None for it in killed)
    lost["figures disputed"] = sum(len(it.disputes) for it in killed)
    lost["concessions"] = sum(len(it.concessions) for it in killed)
    lost["denials"] = sum(len(it.denials) for it in killed)
    sides = set(camps)
    told_of = incident.participations
    lost["participations"] = len({(it.force_id, it.camp) for it in told_of}) - len(sides)
    lost["role"] = sum(it.role is not None for it in told_of)
    lost["means"] = sum(len(it.means) for it in told_of)
    lost["strength"] = sum(it.strength is not None for it in told_of)
    lost["time of day"] = sum(it is not None for it in (incident.occurred.began_at, incident.occurred.ended_at))
    lost["time of day"] += sum(it.began_at is not None for it in told_of)
    lost["duration"] = sum(it is not None for it in (incident.occurred.duration, *(it.duration for it in told_of)))
    lost["disputes"] = len(incident.disputes)
    lost["links"] = len(incident.links)
    lost["grading"] = int(incident.grading is not None)
    lost["merged incidents"] = len(incident.absorbed)
    lost["title"] = int(not told.coding or _retold(told))
    if not told.coding:
        lost["report's address"] = sum(told.around.report(it.report_id).url is not None for it in incident.reports)
    lost["summary"] = int(incident.summary is not None)
    lost["place description"] = int(incident.place.description is not None)
    lost["statement"] = sum(it.statement is not None for it in incident.reports)
    return Losses({kind: number for kind, number in lost.items() if number > 0})


def _retold(told: Told) -> bool:
    """Whether somebody else than the dataset had the last word on the title and the summary."""
    basis = told.incident.basis.get("title")
    return basis is not None and basis.cause not in told.releases


def _is_an_estimate(it: FigureView) -> bool:
    """Whether UCDP's form says as much: its numbers are best estimates, the total's with a low and a high."""
    return it.figure.qualifier in {Qualifier.ABOUT, Qualifier.BETWEEN}
