"""The record in the form of UCDP's Georeferenced Event Dataset: every cell of a row that came from there, as it was."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from iso3166 import countries_by_alpha3

from application.exporting import Losses, Told
from application.views.casualty import CasualtyView, FigureView
from application.views.imports import ImportView
from application.views.incident import ParticipationView
from domain.force_facts import ForceKind
from domain.kinds import CODEBOOKS, TypeOfViolence
from domain.period import DatePrecision
from domain.policy import reckon
from domain.toll import Harm
from infrastructure.formats.gleditsch_ward import NUMBERS
from infrastructure.formats.ucdp_cells import Article, Event, Numbers, restored
from infrastructure.formats.ucdp_codebook import ACTOR, COLUMNS, SCHEMES, STATE, Part
from infrastructure.formats.ucdp_losses import losses


class UcdpGedForm:
    """The form `ucdp-ged`."""

    name = "ucdp-ged"

    def columns(self, imports: Sequence[ImportView]) -> Sequence[tuple[str, str]]:
        """Those of the last release, then what others had beside; where nothing came in, the codebook's."""
        if not imports:
            return [(name, "") for name in COLUMNS]
        found = {it.name: it.tag or "" for it in imports[-1].columns}
        for earlier in reversed(imports[:-1]):
            found.update({it.name: it.tag or "" for it in earlier.columns if it.name not in found})
        return [*found.items()]

    def row(self, told: Told) -> tuple[Mapping[str, str], Losses]:
        """An incident's cells, and what they can't hold."""
        counted = _counted(told)
        event = _event(told, counted)
        variables = told.coding.variables if told.coding else ()
        cells = restored(event, variables, _changed(told))
        if told.coding:
            cells["id"] = told.coding.row
        else:
            cells.update(_of_our_own(told, cells))
        figures = {figure.basis.position: figure for each in counted.values() for figure in each.figures}
        return cells, losses(told, figures.values(), [camp for camp, _ in _sides(told)])


class _Sum(NamedTuple):
    """Figures added up, as `/toll` does; where sources print theirs out of order, so may their sum be."""

    low: int
    best: int
    high: int


class _Counted(NamedTuple):
    """What a cell of deaths counts: the numbers that it prints, and the figures they are made of."""

    numbers: Numbers
    figures: Sequence[FigureView]


def _sides(told: Told) -> Iterator[tuple[str, ParticipationView]]:
    """The first force of camps a and b, by the dataset's own word where it has one."""
    own = [it for it in told.incident.participations if it.basis.cause in told.releases]
    for camp in "ab":
        every = [it for it in (*own, *told.incident.participations) if it.camp == camp]
        if every:
            yield camp, every[0]


def _event(told: Told, counted: Mapping[str, _Counted]) -> Event:
    incident, around = told.incident, told.around
    sides = dict(_sides(told))
    cited = [it for it in incident.reports if it.report_id != incident.report_id or not told.coding]
    originals = [it.original_source for it in cited]
    identified = told.coding.codes if told.coding else ()
    columns = {scheme: column for column, scheme in SCHEMES.items()}
    return Event(
        place=incident.place,
        occurred=incident.occurred,
        actors={camp: around.code(it.force_id, ACTOR) for camp, it in sides.items()},
        names={camp: around.force(it.force_id).name for camp, it in sides.items()},
        deaths={side: each.numbers for side, each in counted.items()},
        articles=tuple(_article(told, it.report_id) for it in cited),
        original=next((it for it in originals if isinstance(it, str)), ""),
        codes={columns[code.scheme]: code.value for code in identified if code.scheme in columns},
    )


def _article(told: Told, id: UUID) -> Article:
    report = told.around.report(id)
    headline = report.quote if told.coding and report.quote else report.headline
    return Article(told.around.source(report.source_id).name, str(report.published_at), headline or "")


def _counted(told: Told) -> Mapping[str, _Counted]:
    """What each cell of deaths counts, by camp or side; of the sides of one camp, the sum.

    In a row of UCDP's, `all` is the total as it is on record; in any other, all that adds up without counting anybody
    twice.
    """
    camps = {it.force_id: it.camp for it in told.incident.participations if it.camp in {"a", "b"}}
    killed = [it for it in told.casualties if it.harm is Harm.KILLED]
    if not (told.coding and all(it.person_status is None and it.group is None for it in killed)):
        adding = told.adds_up()
        killed = [it for it in killed if it.id in adding]
    by_side: dict[str, list[CasualtyView]] = {}
    for it in killed:
        side = camps.get(it.side, "unknown") if isinstance(it.side, UUID) else it.side
        by_side.setdefault(side, []).append(it)
    if not told.coding:
        by_side["all"] = killed
    found = {side: [figure for it in every if (figure := told.around.picked(it))] for side, every in by_side.items()}
    return {side: _Counted(_numbers(figures, told), figures) for side, figures in found.items() if figures}


def _numbers(figures: Sequence[FigureView], told: Told) -> Numbers:
    """A figure of the dataset's own as the dataset prints it; any other, and a sum, as `/toll` adds it up."""
    if len(figures) == 1 and figures[0].basis.cause in told.releases:
        return figures[0].figure
    reckoned = [reckon(it.figure) for it in figures]
    return _Sum(*(sum(each) for each in zip(*((it.least, it.likely, it.most) for it in reckoned), strict=True)))


def _changed(told: Told) -> frozenset[Part]:
    """The parts of the record that somebody else than the dataset had the last word on."""
    if not told.coding:
        return frozenset()
    basis, own = told.incident.basis, told.releases
    parts = {"place": Part.PLACE, "occurred": Part.PERIOD, "kind": Part.KIND}
    parts |= {"participations": Part.SIDES, "reports": Part.SOURCES}
    changed = {part for field, part in parts.items() if field in basis and basis[field].cause not in own}
    killed = [it for it in told.casualties if it.harm is Harm.KILLED]
    if any(it.basis["opened"].cause not in own or _others(it, own) for it in killed):
        changed.add(Part.TOLL)
    return frozenset(changed)


def _others(casualty: CasualtyView, own: frozenset[UUID]) -> bool:
    return any(it.basis.cause not in own for it in casualty.figures)


def _of_our_own(told: Told, cells: Mapping[str, str]) -> Mapping[str, str]:
    """What UCDP's coders would add, as far as the record tells."""
    incident, country = told.incident, told.incident.place.country
    return {
        "id": str(incident.id),
        "type_of_violence": _type_of_violence(told),
        "number_of_sources": str(len({told.around.report(it.report_id).source_id for it in incident.reports})),
        "country": countries_by_alpha3[country].name if country else "",
        "country_id": cells["country_id"] or NUMBERS.get(country or "", ""),
        "date_prec": cells["date_prec"] or _date_precision(told),
        **{it: cells[it] or "0" for it in ("best", "low", "high")},
        **{f"gwno{camp}": told.around.code(it.force_id, STATE) for camp, it in _sides(told)},
    }


def _type_of_violence(told: Told) -> str:
    types = CODEBOOKS[told.incident.kind].ucdp_types
    if len(types) == 1:
        return str(int(next(iter(types))))
    kinds = {told.around.force(it.force_id).kind for _, it in _sides(told)}
    if not types:
        return ""
    if ForceKind.CIVILIANS in kinds:
        return str(int(TypeOfViolence.ONE_SIDED))
    states = {ForceKind.STATE_FORCES, ForceKind.COALITION}
    return str(int(TypeOfViolence.STATE_BASED if kinds & states else TypeOfViolence.NON_STATE))


_DAYS = ((1, DatePrecision.DAY), (6, DatePrecision.DAYS), (7, DatePrecision.WEEK), (31, DatePrecision.MONTH))


def _date_precision(told: Told) -> str:
    first, last = told.incident.occurred.earliest, told.incident.occurred.latest
    if first is None or last is None:
        return ""
    days = last.ordinal - first.ordinal + 1
    return str(int(next((it for most, it in _DAYS if days <= most), DatePrecision.YEAR)))
