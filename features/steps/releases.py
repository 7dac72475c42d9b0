"""Steps that begin and finish imports as the importer does, without their rows."""

from uuid import UUID

import pytest
from pytest_bdd import given, parsers, then

from domain.fact import Position
from domain.imports import Column, Counts, Release
from domain.refusal import Refusal
from features.checks.logs import RIMA
from features.checks.story import FinishImport, Imports
from features.desk import Desk
from features.steps.tables import Table, body
from interface.problems import by_name


@given(parsers.re(r'the import "(?P<name>[^"]+)" of "(?P<report>[^"]+)" is begun'))
def it_is_begun(desk: Desk, name: str, report: str) -> None:
    release = Release(
        dataset="conflicts",
        release=report,
        format="casus-csv",
        sha256="a" * 64,
        report_id=desk.ids[report][1],
        columns=(Column(name="id", tag="#meta+id"), Column(name="killed")),
    )
    begun = Imports(desk.services.ledger).begin(release, by=RIMA)
    desk.ids[name] = ("imports", begun.id)
    assert desk.services.questions.readable(Position(begun.position))


@given(parsers.re(r'the import "(?P<name>[^"]+)" is finished, declaring "(?P<coverage>[^"]+)":'))
def it_is_finished(desk: Desk, name: str, coverage: str, datatable: Table) -> None:
    _finish(desk, name, Counts(**body(datatable)), desk.ids[coverage][1])


@then(parsers.re(r'to finish "(?P<name>[^"]+)" again is refused as (?P<refusal>[A-Za-z]+)'))
def it_is_finished_once(desk: Desk, name: str, refusal: str) -> None:
    before = desk.position
    with pytest.raises(Refusal) as refused:
        _finish(desk, name, Counts(), None)
    assert type(refused.value) is by_name(refusal)
    assert desk.position == before


def _finish(desk: Desk, name: str, counts: Counts, coverage: UUID | None) -> None:
    command = FinishImport(counts=counts, coverage_id=coverage)
    finished = Imports(desk.services.ledger).finish(desk.ids[name][1], command, by=RIMA, expecting=desk.version(name))
    assert desk.services.questions.readable(Position(finished.position))
