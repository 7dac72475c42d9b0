"""The incidents on record, a line each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from application.questions import IncidentQuestion, Status
from application.rows import IncidentRow, PeriodRow, PlaceRow, TollSum
from domain.kinds import IncidentKind
from domain.place import Precision
from domain.scales import Grading
from domain.toll import Harm
from domain.value import Code
from infrastructure.read_model.answers.lines import AMONG, HEAD, codes, head, heads, order
from infrastructure.read_model.answers.scope import keep_scope
from infrastructure.read_model.answers.sight import Sight
from infrastructure.read_model.answers.sums import SUMS
from infrastructure.read_model.answers.tolls import add_up


def keys(sight: Sight, question: IncidentQuestion) -> str:
    """The keys of the incidents that a question is about."""
    keep_scope(sight, question, question.status)
    join = ""
    match question.sort.removeprefix("-"):
        case "occurred":
            join = f"JOIN {sight.last('incident_period')} p ON p.key = scope.key"
        case "title":
            join = f"JOIN {sight.last('incident_telling')} telling ON telling.key = scope.key"
        case "killed":
            add_up(sight, question.policy, [f"harm = '{Harm.KILLED}'"])
            join = (
                "LEFT JOIN (SELECT incident, sum(likely) AS killed FROM added WHERE counted GROUP BY incident) k"
                " ON k.incident = scope.key"
            )
    columns = {"occurred": "coalesce(first_day, last_day)", "title": "words", "killed": "killed"}
    by = order(question.sort, columns, "scope.key")
    return f"SELECT scope.key, row_number() OVER (ORDER BY {by}) AS ordinal FROM scope {join}"


def rows(sight: Sight, question: IncidentQuestion) -> Iterator[IncidentRow]:
    """The incidents in `chunk`."""
    sight.keep("scope", "SELECT key FROM chunk")
    add_up(sight, question.policy)
    told = sight.last("participation", "key, force, report, original_source", AMONG)
    found = sight.fetch(
        f"""
        SELECT {HEAD}, telling.title, telling.summary, kind.kind, i.position IN (FROM retracted), m.survivor, g.grading,
            p.edtf, p.precision, p.began_at, p.ended_at, p.duration,
            l.name, l.precision, l.latitude, l.longitude, l.country, l.adm1, l.adm2, i.codes,
            (SELECT id FROM thing WHERE position = i.report), c.reports, c.disputes, forces.ids, tolls.tolls,
            codings.codes, codings.lately
        FROM {heads(sight)} JOIN incident i ON i.position = chunk.key
        JOIN {sight.last("incident_telling", "key", AMONG)} telling ON telling.key = chunk.key
        JOIN {sight.last("incident_kind", "key", AMONG)} kind ON kind.key = chunk.key
        JOIN {sight.last("incident_period", "key", AMONG)} p ON p.key = chunk.key
        JOIN {sight.last("incident_place", "key", AMONG)} l ON l.key = chunk.key
        JOIN (SELECT key, count(*) FILTER (NOT disputes) AS reports, count(*) FILTER (disputes) AS disputes
            FROM {sight.rows("citation", AMONG)} GROUP BY key) c ON c.key = chunk.key
        LEFT JOIN {sight.last("incident_grading", "key", AMONG)} g ON g.key = chunk.key
        LEFT JOIN (SELECT merged.key, t.id AS survivor FROM merged JOIN thing t ON t.position = survivor) m
            ON m.key = chunk.key
        LEFT JOIN (SELECT key, list(id ORDER BY force) AS ids FROM (SELECT DISTINCT told.key, told.force, t.id
            FROM {told} told JOIN thing t ON t.position = told.force WHERE NOT retracted) GROUP BY key) forces
            ON forces.key = chunk.key
        LEFT JOIN (SELECT incident, list((harm, {", ".join(SUMS)}) ORDER BY harm) AS tolls
            FROM (SELECT incident, harm, {", ".join(f"{sql} AS {name}" for name, sql in SUMS.items())}
                FROM added GROUP BY incident, harm) GROUP BY incident) tolls ON tolls.incident = chunk.key
        LEFT JOIN (SELECT key, list(codes) AS codes, list(codes ORDER BY position) FILTER (latest) AS lately
            FROM (SELECT key, codes, position, position = max(position) OVER (PARTITION BY key, dataset, row) AS latest
                FROM {sight.rows("incident_coding", AMONG)}) WHERE codes IS NOT NULL GROUP BY key) codings
            ON codings.key = chunk.key
        ORDER BY chunk.ordinal
        """
    )
    for row in found:
        yield _row(*row)


def _row(*row: Any) -> IncidentRow:
    title, summary, kind, retracted, merged_into, grading = row[4:10]
    written, report_id, reports, disputes, forces, tolls, coded, coded_lately = row[22:]
    return IncidentRow.model_construct(
        **head(*row[:4]),
        title=title,
        summary=summary,
        kind=IncidentKind(kind),
        status=Status.RETRACTED if retracted else Status.MERGED if merged_into else Status.STANDING,
        merged_into=merged_into,
        grading=grading and Grading(grading),
        occurred=PeriodRow.model_construct(
            edtf=row[10], precision=row[11], began_at=row[12], ended_at=row[13], duration=row[14]
        ),
        place=_place(*row[15:22]),
        codes=_codes(written, coded or (), coded_lately or ()),
        report_id=report_id,
        reports=reports,
        disputes=disputes,
        forces=tuple(forces or ()),
        toll=_tolls(tolls or ()),
    )


def _codes(written: str | None, coded: Iterable[str], coded_lately: Iterable[str]) -> Sequence[Code]:
    """The codes of its first report that no row ever gave it, and then those that rows give it by now."""
    ever = {code for each in coded for code in codes(each)}
    lately = dict.fromkeys(code for each in coded_lately for code in codes(each))
    return (*(code for code in codes(written) if code not in ever), *lately)


def _place(
    name: str,
    precision: int,
    latitude: float | None,
    longitude: float | None,
    country: str | None,
    adm1: str | None,
    adm2: str | None,
) -> PlaceRow:
    return PlaceRow.model_construct(
        name=name,
        precision=precision,
        exact=precision == Precision.EXACT and latitude is not None,
        latitude=latitude,
        longitude=longitude,
        country=country,
        adm1=adm1,
        adm2=adm2,
    )


def _tolls(tolls: Iterable[tuple[Any, ...]]) -> Mapping[Harm, TollSum]:
    return {Harm(harm): TollSum.model_construct(**dict(zip(SUMS, sums, strict=True))) for harm, *sums in tolls}
