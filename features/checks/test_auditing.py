"""Audits: whatever stands in a feature file, only named refusals and told outcomes come out of it."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interface.auditing.feature_files import LARGEST, Line, NotGherkin, NothingToAudit, scenarios_in, scenarios_of
from interface.auditing.openings import Directories, Scratch
from interface.auditing.outcomes import Outcome, ScenarioResult, StepResult, Totals, Unmet
from interface.auditing.registry import NEAREST, Does, Step
from interface.auditing.reporting import in_words, junit
from interface.auditing.running import play
from interface.auditing.sitting import Looking, Sitting
from interface.auditing.vocabulary import VOCABULARY
from interface.later_reports import tell_later_reports
from interface.main import copied, house, read_house

EXAMPLES = [line.strip() for step in VOCABULARY.steps for line in step.example.splitlines()]
ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LINES = st.sampled_from([*EXAMPLES, "Feature: x", "Rule: y", "Background:", "Scenario: z", "Scenario Outline: z <a>"])
MORE = st.sampled_from(
    ["Examples:", "| a |", "| a | b |", '"""', "```", "# language: fr", "# language: x", "@t", "<a>"]
)


@given(st.lists(LINES | MORE | ODD, max_size=30))
def test_any_text_is_a_feature_or_refused_with_its_line(lines: list[str]) -> None:
    text, found = "\n".join(lines), []
    with suppress(NotGherkin):
        found = [*scenarios_in(text, "odd.feature")]
    for line in (line for scenario in found for line in scenario.steps):
        assert 1 <= line.number <= text.count("\n") + 1
        assert VOCABULARY.understood(line.text) or len(VOCABULARY.nearest(line.text)) == NEAREST


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    data = tmp_path_factory.mktemp("data")
    with house(data) as it:
        tell_later_reports(it.services)
    with ExitStack() as room:
        opening = Scratch(Directories(read_house, Path.exists, copied), partial(copied, data), room)
        yield Sitting(opening.shared, Looking())


NAMES = st.sampled_from(
    ["Pro-regime militia", "SANA", "SDF", "Fox News", "2018", "2018-02-08", "61", "0", "", "%", "a,b"]
)
CELLS = st.sampled_from(
    ["country", "path", "harm", "SYR", "occurred", "2018", "kind", "battle", "limit", "7", "side", "x", "", "#", "a.0"]
)
TABLES = st.none() | st.integers(1, 3).flatmap(
    lambda wide: st.lists(st.lists(CELLS | ODD, min_size=wide, max_size=wide), min_size=1, max_size=4)
)
DOCS = (
    st.none()
    | ODD
    | st.recursive(
        st.sampled_from([None, 1, -1, 0.5, "SANA", "SDF", "killed", "toll", "rank"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["asserts", "incident", "force", "between", "side", "of", "toll"]), inner)
        ),
        max_leaves=8,
    ).map(json.dumps)
)


@settings(max_examples=150)
@given(
    step=st.sampled_from(VOCABULARY.steps), names=st.lists(NAMES | ODD, min_size=6, max_size=6), table=TABLES, doc=DOCS
)
def test_a_step_holds_or_says_what_was_found(
    sitting: Sitting, step: Step, names: list[str], table: list[list[str]] | None, doc: str | None
) -> None:
    """Whatever is named, and whatever stands below it."""
    lines = (it.partition(" ")[2] for it in step.example.splitlines())
    example = next(it for it in lines if (found := VOCABULARY.understood(it)) and found.step is step)
    parts = example.split('"')
    for at, name in zip(range(1, len(parts), 2), names, strict=False):
        parts[at] = name.replace("\\", "\\\\").replace('"', '\\"')
    line = Line("Then", '"'.join(parts), 1, table, doc)
    sitting.looking = Looking()
    with suppress(Unmet):
        play(line, VOCABULARY.understood(line.text), sitting)


def test_every_step_that_records_is_refused_where_the_record_is_read(sitting: Sitting) -> None:
    before = sitting.record.get("/health")["of"]
    for step in VOCABULARY.steps:
        if step.does is Does.RECORDS:
            line = scenarios_in(f"Feature: x\n Scenario: y\n{step.example}\n", "x")[0].steps[-1]
            with pytest.raises(Unmet):
                play(line, VOCABULARY.understood(line.text), sitting)
    assert sitting.record.get("/health")["of"] == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "expected: text in UTF-8, got the byte 0xff"),
        (b"Feature: x\n\n  Scen\xe9\n", ":3: expected: text in UTF-8"),
        (b"", "expected: Feature:, got an empty file"),
        (b"Feature: x" + b" " * LARGEST, "at most 1,048,576 bytes"),
        (b"Feature: x\n Scenario: y\n Given a\n | a |\n | a | b |\n", ":5:"),
    ],
)
def test_a_file_that_is_no_feature_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "odd.feature"
    path.write_bytes(content)
    with pytest.raises(NotGherkin, match=r"odd\.feature") as refused:
        scenarios_of([path])
    assert said in str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotGherkin, match="No such file"):
        scenarios_of([tmp_path / "nowhere.feature"])


def test_a_feature_without_a_scenario_has_nothing_to_audit(tmp_path: Path) -> None:
    (tmp_path / "a.feature").write_text("Feature: nothing\n", "utf-8")
    with pytest.raises(NothingToAudit):
        scenarios_of([tmp_path])


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("1 incident matches", "1 incidents match"),
        (
            '1 figure competes for the killed of "1 report" in "x"',
            '1 figures compete for the killed of "1 report" in "x"',
        ),
        ("the verdict rests on 1 witness", "the verdict rests on 1 witnesses"),
    ],
)
def test_one_is_told_as_several_are(one: str, several: str) -> None:
    found = VOCABULARY.understood(one)
    assert found is not None
    assert found == VOCABULARY.understood(several)


@given(
    feature=st.text(), scenario=st.text(), found=st.text(), outcome=st.sampled_from([Outcome.FAILS, Outcome.REFUSED])
)
def test_junit_is_xml_whatever_it_tells(feature: str, scenario: str, found: str, outcome: Outcome) -> None:
    steps = [StepResult(line=3, step=f"Then {found}", outcome=outcome, found=found)]
    result = ScenarioResult(
        file="a.feature", line=2, feature=feature, scenario=scenario, outcome=outcome, seconds=0.5, steps=steps
    )
    (suite,) = ET.fromstring(junit([result]))
    (case,) = suite.findall("testcase")
    assert [it.tag for it in case] == ["failure" if outcome is Outcome.FAILS else "error"]
    assert all("\x1b" not in line for line in in_words(result, first_of_feature=True))


def test_totals_add_up() -> None:
    steps: list[StepResult] = []
    results = [
        ScenarioResult(file="f", line=1, feature="f", scenario="s", outcome=it, seconds=0, steps=steps)
        for it in (Outcome.HOLDS, Outcome.HOLDS, Outcome.FAILS, Outcome.REFUSED, Outcome.NOT_UNDERSTOOD)
    ]
    assert Totals.of(results) == Totals(scenarios=5, holds=2, fails=1, refused=1, not_understood=1)
