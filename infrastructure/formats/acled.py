"""The Armed Conflict Location & Event Data project's files, as its codebook has them, read as drafts."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from application.importing.drafts import (
    CitationDraft,
    ForceDraft,
    IncidentDraft,
    ParticipationDraft,
    ReportDraft,
    SourceDraft,
    TollDraft,
)
from application.importing.formats import OpenFile, Rejected, Taken, UnfitFile
from domain.figure import Figure, Qualifier
from domain.force_facts import Actorhood
from domain.kinds import CODEBOOKS
from domain.period import DatePrecision
from domain.source import Outlet, SourceKind
from domain.toll import Harm
from domain.value import Code
from infrastructure.formats.acled_cells import PLACE, kind_of, middle_of, period_of, place_of
from infrastructure.formats.acled_codebook import (
    ACLED,
    ACTOR,
    CORE,
    DATA_ID,
    DATE_PRECISIONS,
    INTER,
    NAMES,
    NO_ACTOR,
    PRECISIONS,
    REQUIRED,
    ROW,
    kind_by_name,
    number_of,
)
from infrastructure.formats.breach import Breach
from infrastructure.formats.cells import count, line, text, variable, without_blanks
from infrastructure.formats.drafting import DraftedTable
from infrastructure.formats.row import Row, rejected
from infrastructure.formats.table import Table, open_table

_MOST_VARIABLES = 100
_TIME_PRECISIONS: Mapping[DatePrecision | None, str] = {precision: cell for cell, precision in DATE_PRECISIONS.items()}
_GEO_PRECISIONS = {precision: cell for cell, precision in PRECISIONS.items()}


class Acled:
    """The format `acled`."""

    name = "acled"
    publisher = ACLED
    core = CORE
    harms: tuple[Harm, ...] = ()  # a row may leave its fatalities empty

    @contextmanager
    def open(self, path: Path) -> Iterator[OpenFile]:
        """Opens a file, be it of comma-separated values or a workbook.

        Raises:
            UnfitFile: it is none of ACLED's.
        """
        with open_table(path, workbook=True) as table:
            yield _AcledFile(table)


class _AcledFile(DraftedTable):
    """A file, being read."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        names = [it.name.strip() for it in table.columns]
        known = {name: name.lower() for name in names if name.lower() in NAMES}
        self._names = [known.get(name, name) for name in names]
        if missing := [name for name in REQUIRED if name not in self._names]:
            raise UnfitFile(f"ACLED's files have columns that this one doesn't have: {', '.join(missing)}.")
        if twice := next((name for name in self._names if self._names.count(name) > 1), None):
            raise UnfitFile(f"Two columns are named {twice}, in small letters or capitals.")

    def _taken(self, row: Row) -> Taken | Rejected:
        cells = without_blanks(zip(self._names, row.cells.values(), strict=True))
        try:
            return Taken(row.line, _draft(cells))
        except Breach as breach:
            return rejected(row.line, breach.rule, breach.field, cells.get(breach.field), cells.get("event_id_cnty"))


def _draft(cells: Mapping[str, str]) -> IncidentDraft:
    get = cells.get
    row = line("event_id_cnty", get("event_id_cnty"))
    occurred = period_of(get("event_date", ""), get("time_precision", ""))
    kind = kind_of(get("event_type", ""), get("sub_event_type", ""))
    place = place_of(*(get(name, "") for name in PLACE))
    camps = {
        camp: _camp(number, *(get(f"{it}{number}", "") for it in ("actor", "assoc_actor_", "inter")))
        for camp, number in (("a", "1"), ("b", "2"))
    }
    fatalities = count("fatalities", get("fatalities"))
    citations = _citations(get("source", ""), occurred.edtf.partition("/")[0])
    codes = [Code(scheme=ROW, value=row)]
    if data_id := get("data_id"):
        codes.append(Code(scheme=DATA_ID, value=line("data_id", data_id)))
    draft = IncidentDraft(
        row=row,
        title=f"{CODEBOOKS[kind].acled_sub_event_type or CODEBOOKS[kind].acled_event_type}, {place.name}"[:500],
        kind=kind,
        occurred=occurred,
        place=place,
        summary=text("notes", get("notes")),
        participations=tuple(_participations(camps)),
        tolls=() if fatalities is None else (_toll(fatalities),),
        citations=citations,
        codes=tuple(codes),
    )
    given = _given(draft, camps, cells)
    variables = tuple(variable(name, cell) for name, cell in cells.items() if given.get(name) != cell)
    if len(variables) > _MOST_VARIABLES:
        raise Breach(variables[_MOST_VARIABLES].name, f"a row says at most {_MOST_VARIABLES} things of its own")
    citing = (("source", variable("source", given["source"]).cell),) if given["source"] == get("source") else ()
    return draft._replace(variables=variables, citing=citing)


def _given(
    draft: IncidentDraft, camps: Mapping[str, Sequence[ForceDraft]], cells: Mapping[str, str]
) -> Mapping[str, str | None]:
    """What the record gives back of a row by itself; the other cells are kept as variables."""
    book, place = CODEBOOKS[draft.kind], draft.place
    standing = {each.force.id: each.camp for each in draft.participations}
    first = {camp: next((it for it in forces if standing[it.id] == camp), None) for camp, forces in camps.items()}
    return {
        "event_id_cnty": draft.row,
        "data_id": next((it.value for it in draft.codes if it.scheme == DATA_ID), None),
        # printed in whatever form; of a month, which day stands for it is not on record
        "event_date": None if draft.occurred.precision is DatePrecision.MONTH else cells.get("event_date"),
        "year": middle_of(draft.occurred)[:4],
        "time_precision": _TIME_PRECISIONS.get(draft.occurred.precision),
        "event_type": book.acled_event_type,
        "sub_event_type": book.acled_sub_event_type,
        "actor1": first["a"].actorhood.name if first["a"] else None,
        "actor2": first["b"].actorhood.name if first["b"] else None,
        "iso": number_of(place.country),
        "iso3": place.country,
        "admin1": place.adm1.name if place.adm1 else None,
        "admin2": place.adm2.name if place.adm2 else None,
        "location": place.name,
        "latitude": cells.get("latitude"),
        "longitude": cells.get("longitude"),
        "geo_precision": _GEO_PRECISIONS.get(place.precision),
        "source": "; ".join(it.report.source.outlet.name for it in draft.citations),
        "notes": draft.summary,
        "fatalities": str(draft.tolls[0].figure.best) if draft.tolls else None,
    }


@lru_cache(2_048)
def _camp(number: str, actor: str, associated: str, inter: str) -> tuple[ForceDraft, ...]:
    """The actor of one side, and those associated with it."""
    if inter.casefold() not in INTER and inter not in NO_ACTOR:
        raise Breach(f"inter{number}", "ACLED's codebook has no such kind of actor")
    own = (_force(line(f"actor{number}", actor), inter),) if actor else ()
    return own + tuple(
        _force(line(f"assoc_actor_{number}", each), "") for each in associated.split(";") if each.strip()
    )


@lru_cache(2_048)
def _force(name: str, inter: str) -> ForceDraft:
    identity = Code(scheme=ACTOR, value=name)
    kind = INTER.get(inter.casefold()) or kind_by_name(name)
    return ForceDraft(identity, Actorhood(name=name, kind=kind, codes=(identity,)))


def _participations(camps: Mapping[str, Sequence[ForceDraft]]) -> Iterator[ParticipationDraft]:
    """Each force once, in the first camp that it is named in: no force fights itself."""
    standing: set[str] = set()
    for camp, forces in camps.items():
        for force in forces:
            if force.identity.value not in standing:
                standing.add(force.identity.value)
                yield ParticipationDraft(force, camp)


@lru_cache(4_096)
def _toll(fatalities: int) -> TollDraft:
    """ACLED gives one estimate of everybody killed; none reported is 0."""
    return TollDraft("all", Figure(best=fatalities, qualifier=Qualifier.ABOUT))


@lru_cache(2_048)
def _citations(cell: str, since: str) -> tuple[CitationDraft, ...]:
    """A report of each source. ACLED doesn't say when it was published: at a time not known, from the event on."""
    names = dict.fromkeys(line("source", each) for each in cell.split(";") if each.strip())
    return tuple(CitationDraft(ReportDraft(_source(name), f"{since}/")) for name in names)


@lru_cache(4_096)
def _source(name: str) -> SourceDraft:
    return SourceDraft(Outlet(name=name, kind=SourceKind.OTHER))
