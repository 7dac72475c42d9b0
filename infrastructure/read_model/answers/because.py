"""Because of what the sums of two answers differ: by what became of incidents, through which facts and imports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from application.movements import Because, OfImport, What
from infrastructure.codec import FACTS
from infrastructure.read_model.answers.sight import Sight

_SILENT = (
    "IncidentCoded",
    "IncidentRelocated",
    "IncidentReclassified",
    "IncidentRetold",
    "IncidentCorroborated",
    "IncidentDisputed",
    "IncidentGraded",
    "IncidentLinked",
    "FigureDisputed",
    "CasualtyConceded",
    "CasualtyDenied",
    "CopyArchived",
)
"""Facts that move no figure of an incident that is in both answers."""

_VERBS = {fact.__name__: fact.verb for fact in FACTS}

IMPORTS = "(SELECT t.id AS cause, t.id, i.position, i.dataset, i.release FROM import i JOIN thing t USING (position))"
"""The imports, each with the cause of its entries, which is its id."""


def because_of(sight: Sight) -> Mapping[str, Sequence[Because]]:
    """The parts of each sum's movement: of the incidents of which the same became, through the same facts and imports.

    An incident that is entered, or taken out with all that was said of it, is told by that; one that comes into the
    answer or leaves it otherwise, by what was said of itself; one that is in both, by whatever may move a figure.
    """
    silent = ", ".join(f"'{each}'" for each in _SILENT)
    parts = ", ".join(
        f"sum(coalesce(now_{part}, 0) - coalesce(was_{part}, 0))::BIGINT" for part in ("low", "best", "high")
    )
    found = sight.fetch(
        f"""
        WITH told AS (
            SELECT t.incident, e.fact, e.cause, e.key = t.incident AS own, e.position = t.incident AS opening
            FROM touching t JOIN entered e USING (position) WHERE t.incident IN (SELECT key FROM differing)
        ),
        opened AS (SELECT incident FROM told WHERE opening),
        telling AS (
            SELECT DISTINCT d.key, told.fact, i.position AS of_import
            FROM differing d JOIN told ON told.incident = d.key
            LEFT JOIN opened ON opened.incident = d.key LEFT JOIN {IMPORTS} i USING (cause)
            WHERE CASE WHEN d.what = 'changed' THEN told.fact NOT IN ({silent})
                WHEN opened.incident IS NOT NULL THEN opening ELSE own END
        ),
        facts AS (SELECT key, list(fact ORDER BY fact) AS facts
            FROM (SELECT DISTINCT key, fact FROM telling) GROUP BY key),
        imports AS (SELECT key, list(of_import ORDER BY of_import) AS imports
            FROM (SELECT DISTINCT key, of_import FROM telling WHERE of_import IS NOT NULL) GROUP BY key)
        SELECT harm, what, coalesce(facts, []) AS facts, coalesce(imports, []) AS imports, count(*), {parts}
        FROM toll_differing JOIN differing USING (key) LEFT JOIN facts USING (key) LEFT JOIN imports USING (key)
        GROUP BY ALL
        ORDER BY harm, abs(sum(coalesce(now_best, 0) - coalesce(was_best, 0))) DESC, what, facts, imports
        """
    )
    imports = {
        key: OfImport(id=id, dataset=dataset, release=release)
        for key, id, dataset, release in sight.fetch(f"SELECT position, id, dataset, release FROM {IMPORTS}")
    }
    parted: defaultdict[str, list[Because]] = defaultdict(list)
    for harm, what, facts, of_imports, incidents, low, best, high in found:
        parted[harm].append(
            Because(
                what=What(what),
                verbs=[*dict.fromkeys(_VERBS[it] for it in facts)],
                facts=facts,
                of_imports=[imports[it] for it in of_imports],
                incidents=incidents,
                low=low,
                best=best,
                high=high,
            )
        )
    return parted
