"""Which incidents a question is about: what the read model finds in SQL is what the domain says of each dossier."""

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.dossiers import _sides
from application.forces import standing
from application.moments import AsOf, Standpoint
from application.questions import IncidentQuestion, Status, Within
from application.record import Record
from application.services import Services
from application.views.incident import Dossier
from domain.allegiance import Days
from domain.edtf import certainly_within, parse, possibly_within
from domain.fact import Position
from domain.kinds import CODEBOOKS
from features.checks.asked import questions, reading
from features.checks.histories import Program, played, rows, settled
from features.checks.test_standpoints import at_length
from infrastructure.read_model.projection.folding import folded

_long = st.builds(Program, st.integers(0, 2**32 - 1), st.integers(60, 120))


class Judge:
    """Says, dossier by dossier, whether a question is about it."""

    def __init__(self, services: Services, position: Position) -> None:
        self._services = services
        self._position = position

    def answers(self, question: IncidentQuestion, dossier: Dossier) -> bool:
        """Whether everything that is asked holds of it."""
        asked = question.model_dump(exclude_defaults=True)
        return all(rule(self, question, dossier) for name, rule in _RULES.items() if name in asked or name == "status")

    def status(self, question: IncidentQuestion, it: Dossier) -> bool:
        found = Status.RETRACTED if it.retracted else Status.MERGED if it.merged_into else Status.STANDING
        return question.status in {Status.ANY, found}

    def occurred(self, question: IncidentQuestion, it: Dossier) -> bool:
        within = possibly_within if question.within is Within.POSSIBLY else certainly_within
        return within(parse(it.occurred.edtf), parse(question.occurred or ""))

    def bbox(self, question: IncidentQuestion, it: Dossier) -> bool:
        box, place = question.bbox, it.place
        if box is None or place.latitude is None or place.longitude is None:
            return False
        east = box.east + 360 if box.west > box.east else box.east
        meridians = (place.longitude, place.longitude + 360, place.longitude - 360)
        return box.south <= place.latitude <= box.north and any(box.west <= each <= east for each in meridians)

    def country(self, question: IncidentQuestion, it: Dossier) -> bool:
        return it.place.country in question.country

    def kind(self, question: IncidentQuestion, it: Dossier) -> bool:
        return bool({it.kind, CODEBOOKS[it.kind].broader} & {*question.kind})

    def grading(self, question: IncidentQuestion, it: Dossier) -> bool:
        return it.grading in question.grading

    def dataset(self, question: IncidentQuestion, it: Dossier) -> bool:
        return any(coding.dataset == question.dataset for coding in it.codings)

    def code(self, question: IncidentQuestion, it: Dossier) -> bool:
        return question.code in it.codes

    def force(self, question: IncidentQuestion, it: Dossier) -> bool:
        assert question.force
        record = Record(self._services.readings.seen(AsOf(self._position)))
        top = standing(question.force, record, "force").id
        days = Days(it.occurred.earliest, it.occurred.latest)
        harmed = {each.side for each in it.casualties if isinstance(each.side, UUID) and not each.retracted}
        return any(top in _sides(each, days, record) for each in harmed | {told.force_id for told in it.participations})


_RULES: Mapping[str, Callable[[Judge, IncidentQuestion, Dossier], bool]] = {
    "status": Judge.status,
    "occurred": Judge.occurred,
    "bbox": Judge.bbox,
    "country": Judge.country,
    "kind": Judge.kind,
    "grading": Judge.grading,
    "dataset": Judge.dataset,
    "code": Judge.code,
    "force": Judge.force,
}
_JUDGED = {*_RULES, "within"}


@given(_long, st.randoms(use_true_random=False))
@at_length
def test_a_question_is_about_the_incidents_of_which_it_holds(program: Program, random: Random) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        entries = rows(logs)
        position = Position(settled(entries, random.randint(len(entries) // 2, len(entries))))
        services = logs.services()
        judge = Judge(services, position)
        dossiers = [
            services.dossiers.dossier(UUID(it.stream), AsOf(position))
            for it in entries[:position]
            if it.fact == "IncidentReported"
        ]
        on_record = {it.stream for it in entries[:position]}
        for question in questions(entries):
            asked = question.model_dump(exclude_defaults=True)
            if not isinstance(question, IncidentQuestion) or asked.keys() - _JUDGED:
                continue
            if question.force is None or str(question.force) in on_record:
                found: list[Any] = list(model.rows(question, Standpoint(position), None, 0))
                expected = [it for it in dossiers if judge.answers(question, it)]
                assert [(it.id, it.codes) for it in found] == [(it.id, it.codes) for it in expected], asked


@given(_long)
@at_length
def test_words_are_found_whatever_their_case_and_accents(program: Program) -> None:
    with TemporaryDirectory() as directory, closing(played(program, Path(directory))) as logs, reading(logs) as model:
        for row in list(model.rows(IncidentQuestion(), Standpoint(model.position), None, 0)):
            for text in (row.title, row.place.name, row.place.adm1):  # type: ignore[attr-defined]
                for word in (text or "").split():
                    found = model.rows(IncidentQuestion(q=word.swapcase()), Standpoint(model.position), None, 0)
                    assert row in list(found)


@given(st.text(max_size=40), st.sampled_from(["\u0301", "\u0640", "\u200f", "\u0327"]))
def test_marks_make_no_other_word(text: str, mark: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded("".join(f"{letter}{mark}" for letter in text)) == folded(text)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Deir ez-Zôr", "ZOR"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("Дейр-эз-Зор", "дейр"),
        ("أحمد", "احمد"),
        ("مدينـــة", "مدينه"),
        ("İzmir", "izmir"),
        ("ﬁeld", "field"),
        ("東京都", "京都"),
    ],
)
def test_words_of_any_script_are_found(written: str, asked: str) -> None:
    assert folded(asked) in folded(written)
