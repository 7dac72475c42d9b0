"""Every step of the vocabulary: its example is it and no other, and holds over the first case."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from textwrap import indent

import pytest
from click.testing import CliRunner

from features.ucdp_rows import ucdp_file
from interface.auditing.feature_files import Line, scenarios_in
from interface.auditing.openings import Directories, Scratch
from interface.auditing.outcomes import Unmet
from interface.auditing.reference import PAGE, reference
from interface.auditing.registry import Step
from interface.auditing.running import play
from interface.auditing.sitting import Looking, Sitting
from interface.auditing.vocabulary import VOCABULARY
from interface.auditing.words import IN_WORDS, TYPES
from interface.command_line import casus
from interface.main import copied, house, read_house

STEPS = VOCABULARY.steps


def lines(step: Step) -> list[Line]:
    text = f"Feature: Examples\n  Scenario: One\n{indent(step.example, '    ')}\n"
    return list(scenarios_in(text, "example")[0].steps)


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    data = tmp_path_factory.mktemp("data")
    assert CliRunner().invoke(casus, ["demo", "--later", "--data", str(data)], obj=house).exit_code == 0
    release = data / "rows.csv"
    release.write_bytes(ucdp_file([{"id": "1", "country": "Iraq", "country_id": "645", "date_start": "2012-03-04"}]))
    words = ["import", "ucdp-ged", str(release), "--data", str(data), "--dataset", "ucdp-syria", "--release", "1"]
    assert CliRunner().invoke(casus, words, obj=house).exit_code == 0
    with ExitStack() as room:
        opening = Scratch(Directories(read_house, lambda _: True, copied), partial(copied, data), room)
        record = room.enter_context(opening.own())
        yield Sitting(record, Looking())


def test_every_example_holds(sitting: Sitting) -> None:
    """In their order, as what one records the next speak of; each from now, unless it says otherwise."""
    sitting.names["the clash"] = ("incidents", sitting.id("incidents", CLASH))
    wrong = []
    for step in STEPS:
        sitting.looking = Looking()
        for line in lines(step):
            try:
                play(line, VOCABULARY.understood(line.text), sitting)
            except Unmet as unmet:
                wrong.append(f"{line.text}: {unmet.outcome}: {unmet}")
    assert not wrong, "\n".join(wrong)


CLASH = "Clash between the US-led coalition and pro-regime militia"


@pytest.mark.parametrize("step", STEPS, ids=lambda it: it.pattern)
def test_an_example_is_its_step_and_no_other(step: Step) -> None:
    understood = [VOCABULARY.all(line.text) for line in lines(step)]
    assert all(len(each) == 1 for each in understood), [[it.step.pattern for it in each] for each in understood]
    assert step in [each[0].step for each in understood]


@pytest.mark.parametrize("step", STEPS, ids=lambda it: it.pattern)
def test_an_example_is_among_the_nearest_of_itself_written_badly(step: Step) -> None:
    line = next(it.text for it in lines(step) if VOCABULARY.all(it.text)[0].step is step)
    assert step.spoken in VOCABULARY.nearest(f"{line} indeed")


def test_every_step_is_explained() -> None:
    assert [it.pattern for it in STEPS if not it.means] == []
    assert {name for it in STEPS for name in it.types} - {"w"} <= set(TYPES)
    assert set(TYPES) == set(IN_WORDS)


def test_the_reference_is_current() -> None:
    assert PAGE.read_text("utf-8") == reference(), "run python -m interface.auditing.reference"
