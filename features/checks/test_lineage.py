"""Lineage: of sums, whose rows add up to them; of a figure, as PROV-JSON that another library reads."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from prov.model import ProvDerivation, ProvDocument, ProvElement, ProvInvalidation
from pydantic_core import to_json

from application.lineage_rows import LeftOutOfSum, LineageRow
from application.moments import LeftOut, LeftOutKind, Standpoint
from application.questions import Grouping, LineageQuestion, Question, TollQuestion
from application.rows import TollRow
from domain.fact import Position
from domain.passed_over import CRITERIA, passed_over
from domain.policy import Candidate, Policy, reconcile
from domain.scales import Credibility, Reliability
from domain.value import Value
from features.checks.answers import Answer, answers, app_over, without_numbers
from features.checks.asked import reading
from features.checks.competing import said
from features.checks.histories import Program, histories, left_out, played, rows, settled
from features.checks.strategies import of
from features.checks.test_standpoints import at_length, standpoints, told
from infrastructure.read_model.keeper import Keeper
from interface.prov import prov_json

ValueT = TypeVar("ValueT", bound=Value)

_long = st.builds(Program, st.integers(0, 2**32 - 1), st.integers(80, 200))
_GROUPINGS: Sequence[tuple[Grouping, ...]] = [
    (),
    (Grouping.COUNTRY, Grouping.MONTH),
    (Grouping.YEAR, Grouping.KIND),
    (Grouping.FORCE,),
    (Grouping.SIDE, Grouping.COUNTRY),
    (Grouping.FORCE, Grouping.SIDE),
]
_PARTS = (
    "low",
    "best",
    "high",
    "casualties",
    "open_ended",
    "disordered",
    "not_countable",
    "counted_in_others",
    "incidents",
)


@given(_long, st.randoms(use_true_random=False))
@at_length
def test_the_rows_of_a_sum_add_up_to_it(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        position = Position(settled(entries, random.randint(len(entries) // 2, len(entries))))
        unsaid = left_out(entries[:position], random)
        without = tuple(LeftOut(LeftOutKind(kind), UUID(id)) for kind, id in (it.split(":") for it in unsaid))
        for at in (
            Standpoint(position),
            Standpoint(position, 1518134400 * 1_000_000),
            Standpoint(position, None, without),
        ):
            for policy in Policy:
                grouping = random.choice(_GROUPINGS)
                question = TollQuestion(policy=policy, group_by=grouping)
                sums = asked(model, question, TollRow, at)
                whole = asked(model, _whole(question), LineageRow, at)
                for row in sums:
                    found = asked(model, _of_row(question, row), LineageRow, at)
                    assert _sum(found) == _told(row), (program, at, policy, row)
                if Grouping.FORCE not in grouping:  # a casualty is in the group of each force that took part
                    assert _by_harm(whole, _sum) == _by_harm(sums, _added), (program, at, policy)


def asked(model: Keeper, question: Question, kind: type[ValueT], at: Standpoint) -> Sequence[ValueT]:
    """The rows that answer a question, which are of one kind."""
    found = [*model.rows(question, at, None, 0)]
    assert {type(it) for it in found} <= {kind}
    return cast("list[ValueT]", found)


def _whole(question: TollQuestion) -> LineageQuestion:
    return LineageQuestion(policy=question.policy, group_by=question.group_by)


def _of_row(question: TollQuestion, row: TollRow) -> LineageQuestion:
    by = {"force": "force_id"}
    values = {f"of_{it}": getattr(row, by.get(it, it)) for it in (*question.group_by, "harm")}
    given = {name: "" if value is None else value for name, value in values.items()}
    return LineageQuestion(policy=question.policy, group_by=question.group_by, **given)


def _by_harm(found: Iterable[Any], add_up: Callable[[Sequence[Any]], Mapping[str, int]]) -> Mapping[str, Any]:
    """The sums by harm; without how many incidents, of which several sides may be in one."""
    by: defaultdict[str, list[Any]] = defaultdict(list)
    for it in found:
        by[it.harm].append(it)
    return {harm: {**add_up(each), "incidents": None} for harm, each in by.items()}


def _sum(found: Sequence[LineageRow]) -> Mapping[str, int]:
    added = [it for it in found if it.left_out is None]
    assert len({it.casualty_id for it in found}) == len(found)
    assert all((it.low, it.best, it.high) == (0, 0, 0) and not it.open_ended for it in found if it.left_out)
    assert all(it.best_from and it.report_ids and it.source_ids for it in added)
    return {
        **{
            part: sum(getattr(it, part) for it in added) for part in ("low", "best", "high", "open_ended", "disordered")
        },
        "casualties": len(added),
        "incidents": len({it.incident_id for it in added}),
        **{str(why): sum(it.left_out is why for it in found) for why in LeftOutOfSum},
    }


def _told(row: TollRow) -> Mapping[str, int]:
    return {part: getattr(row, part) for part in _PARTS}


def _added(found: Sequence[TollRow]) -> Mapping[str, int]:
    return {part: sum(getattr(it, part) for it in found) for part in _PARTS}


_candidates = st.lists(
    st.tuples(said, of(Credibility | None), of(Reliability | None), st.none() | st.integers(0, 3), st.booleans())
)


@given(_candidates, of(Policy))
def test_why_figures_are_passed_over_follows_from_the_rule(competing: Sequence[Any], policy: Policy) -> None:
    candidates = [Candidate(it[0], it[1], it[2], it[3], position, it[4]) for position, it in enumerate(competing, 1)]
    made = reconcile(policy, candidates)
    standing = [it for it in candidates if not it.withdrawn]
    if made:
        assert made.best_from == min(standing, key=lambda it: [criterion.of(it) for criterion in CRITERIA[policy]])
    for it in candidates:
        why = passed_over(policy, it, made)
        taken = made is not None and it in (made.low_from, made.best_from, made.high_from)
        assert (why is None) == taken
        assert (why == "its report is not held good") == it.withdrawn
        if why and "no lower and no higher" in why:
            assert made
            alone = reconcile(policy, [it])
            assert alone
            assert alone.reckoning.least >= made.reckoning.least
            assert alone.reckoning.most <= made.reckoning.most


@at_length
@given(histories)
def test_prov_declares_what_it_names_and_tells_all_the_figures(program: Program) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs:
        services = logs.services()
        for id in (UUID(it.stream) for it in rows(logs) if it.fact == "CasualtyReported"):
            lineage = services.lineages.lineage(id, Policy.UCDP_BEST)
            document = read_back(prov_json(lineage, "http://127.0.0.1/"))
            declared = {it.identifier for it in document.get_records(ProvElement)}
            for relation in (it for it in document.get_records() if it.is_relation()):
                assert {value for _, value in relation.formal_attributes[:2]} <= declared
            figures = {
                it.identifier.uri for it in document.get_records(ProvElement) if it.identifier and is_a(it, "Figure")
            }
            assert {f"http://127.0.0.1/log/{it.basis.position}" for it in lineage.figures} <= figures
            ended = {it.args[0].uri for it in document.get_records(ProvInvalidation)}
            revised = {basis for it in lineage.figures for basis in it.revises}
            assert ended == {
                *(f"http://127.0.0.1/reports/{id}" for id, it in lineage.cited.items() if it.withdrawn),
                *(f"http://127.0.0.1/log/{it.position}" for it in revised),
            }
            primary = [it for it in document.get_records(ProvDerivation) if is_a(it, "PrimarySource")]
            made = [it for it in primary if it.args[0].localpart.startswith("figures/")]
            assert len(made) == (lineage.originals if lineage.reconciled else 0)
            assert len({it.args[1] for it in made}) == len(made)


@at_length
@given(histories)
def test_a_lineage_is_told_of_every_casualty(program: Program) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, app_over(logs) as app:
        ids = [it.stream for it in rows(logs) if it.fact == "CasualtyReported"]
        for address, answer in answers(app, [f"/figures/{id}/lineage?policy=airwars_minmax" for id in ids]).items():
            assert answer.status == 200, address
            standing = [it for it in answer.said["figures"] if not answer.said["cited"][it["report_id"]]["withdrawn"]]
            assert answer.said["reports"] == len({it["report_id"] for it in standing})
            assert bool(standing) == bool(answer.said["originals"])
            assert {it for each in answer.said["come_from"] for it in each["reports"]} == {
                it["report_id"] for it in standing
            }


@settings(at_length, max_examples=4)
@given(histories, st.integers(0, 2**32 - 1))
def test_a_lineage_from_a_standpoint_is_that_of_a_log_without_the_rest(program: Program, seed: int) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, app_over(logs) as app:
        whole = rows(logs)
        addresses = [f"/figures/{it.stream}/lineage" for it in whole if it.fact == "CasualtyReported"]
        for at in standpoints(whole, Random(seed)):
            expected = told(at.entries, addresses)
            found = answers(app, [f"{it}?{at.query}" for it in addresses])
            assert {it.partition("?")[0]: unplaced(answer) for it, answer in found.items()} == {
                it: unplaced(answer) for it, answer in expected.items()
            }, at.query


def unplaced(answer: Answer) -> Answer:
    """An answer without what a log numbers, among it the positions of the figures that are taken."""
    said = without_numbers(answer.said)
    if answer.status == 200 and said["reconciled"]:
        said["reconciled"] = {name: part for name, part in said["reconciled"].items() if not name.endswith("_from")}
    return answer._replace(said=said)


def read_back(document: Mapping[str, Any]) -> ProvDocument:
    """PROV-JSON as the library reads it."""
    read = ProvDocument.deserialize(content=to_json(document).decode(), format="json")
    assert isinstance(read, ProvDocument)
    return read


def is_a(record: Any, kind: str) -> bool:
    return kind in {it.localpart for it in record.get_asserted_types()}
