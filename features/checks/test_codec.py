"""Facts go into the log and come back the same, in whatever form they were once stored; nothing else comes back."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis.errors import NoSuchExample

from domain.fact import Fact, Verb
from domain.figure import Figure
from domain.value import Code, Line, Reason, of_valid, part_of
from features.checks import golden, strategies
from infrastructure.codec import FACTS, Codec, UnreadableEntry, Upcast

CODEC = Codec()
NAMES = {fact.__name__: fact for fact in FACTS}


def refuse_constant(name: str) -> object:
    raise AssertionError(f"{name} is not JSON")


@pytest.mark.parametrize("kind", FACTS)
def test_any_fact_survives_the_log(kind: type[Fact]) -> None:
    given_some: set[str] = set()

    @given(strategies.of(kind))
    @settings(max_examples=20, deadline=None, derandomize=True)
    def survives(fact: Fact) -> None:
        draft = golden.drafted(fact)
        stored = CODEC.to_stored_event(draft)
        content = json.loads(stored.state.decode(), parse_constant=refuse_constant)
        assert content == fact.model_dump(mode="json", exclude_none=True)
        entry = golden.read(stored.topic, stored.form, stored.state, CODEC)
        assert type(entry.fact) is kind
        assert entry.fact == fact
        assert hash(entry.fact) == hash(fact)
        assert golden.write(entry.fact, CODEC) == stored
        assert (stored.recorded_by, stored.cause) == (draft.recorded_by, draft.cause)
        given_some.update(name for name, value in fact if value not in {None, (), False})

    survives()
    assert given_some == set(kind.model_fields)


def test_hypothesis_reaches_every_fact() -> None:
    reached = set()

    def was_last(fact: Fact) -> bool:
        reached.add(type(fact))
        return reached == set(FACTS)

    until_all = settings(max_examples=5_000, deadline=None, derandomize=True, phases=[Phase.generate])
    try:
        find(strategies.facts(), was_last, settings=until_all)
    except NoSuchExample:
        assert reached == set(FACTS)


def test_an_entry_has_its_place_in_the_log() -> None:
    stored = golden.stored("AliasAdded", 1, b'{"alias":"Alwa"}')
    entry = CODEC.to_domain_event(stored)
    assert entry.model_dump(exclude={"fact"}) == {
        "position": stored.id,
        **{name: getattr(stored, name) for name in ("originator_id", "originator_version", "recorded_at")},
        **{name: getattr(stored, name) for name in ("recorded_by", "cause")},
    }


def test_every_fact_has_a_name_of_its_own() -> None:
    assert len(NAMES) == len(FACTS)


@pytest.mark.parametrize(
    "name",
    ["", "Fact", "Source", "aliasadded", "AliasAdded ", "AliasAdded2", "os:system", "domain.force_facts:AliasAdded"],
)
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(UnreadableEntry, match="Position 7: this Casus knows no"):
        golden.read(name, 1, b'{"alias":"Alwa"}', CODEC)


@pytest.mark.parametrize("form", [-1, 0, 2, 10**9])
def test_an_unknown_form_is_refused(form: int) -> None:
    with pytest.raises(UnreadableEntry, match=f"knows no AliasAdded of form {form}"):
        golden.read("AliasAdded", form, b'{"alias":"Alwa"}', CODEC)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"null", b"[]", b'"Alwa"', b"{}", b'{"alias":"Alwa"', b'{"alias":"Alwa"}x', b'{"alias":"\xff"}'),
        *(
            b'{"alias":1}',
            b'{"alias":NaN}',
            b'{"alias":null}',
            b'{"alias":"\\ud800"}',
            b'{"alias":"Alwa","verb":"link"}',
        ),
    ],
)
def test_content_that_is_not_the_fact_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableEntry, match="Position 7: the content is not a AliasAdded"):
        golden.read("AliasAdded", 1, content, CODEC)


class TollTold(Fact):
    """A fact that has been stored in three forms: `{"dead": "12"}`, `{"killed": 12}`, and as it is now."""

    verb: ClassVar = Verb.REPORT
    killed: Figure
    told_by: Line = "unknown"
    reason: Reason | None = None


def to_second(content: dict[str, Any]) -> dict[str, Any]:
    return {**{name: it for name, it in content.items() if name != "dead"}, "killed": int(content["dead"])}


def to_third(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "killed": {"best": content["killed"], "qualifier": "exact"}}


THREE_FORMS: Mapping[str, tuple[Upcast, ...]] = {"TollTold": (to_second, to_third)}
YOUNGER = Codec([TollTold, *FACTS], THREE_FORMS)
TOLD = TollTold(killed=Figure(best=12, qualifier="exact"), told_by="Rima")


@pytest.mark.parametrize(
    ("form", "content"),
    [
        (1, b'{"dead":"12","told_by":"Rima"}'),
        (2, b'{"killed":12,"told_by":"Rima"}'),
        (3, b'{"killed":{"best":12,"qualifier":"exact","disordered":false},"told_by":"Rima"}'),
    ],
)
def test_an_older_form_is_read_as_the_fact_it_has_become(form: int, content: bytes) -> None:
    fact = golden.read("TollTold", form, content, YOUNGER).fact
    assert fact == TOLD
    written = golden.write(fact, YOUNGER)
    assert (written.form, golden.read("TollTold", 3, written.state, YOUNGER).fact) == (3, TOLD)


def test_a_form_newer_than_known_is_refused() -> None:
    with pytest.raises(UnreadableEntry, match="knows no TollTold of form 4"):
        golden.read("TollTold", 4, golden.write(TOLD, YOUNGER).state, YOUNGER)


@pytest.mark.parametrize(
    ("form", "content"),
    [
        *((1, b"{}"), (1, b"{"), (1, b'{"dead":"many"}'), (1, b'{"killed":12}'), (2, b'{"dead":"12"}')),
        *((2, b'{"killed":-1}'), (2, b'{"killed":NaN}'), (2, b'{"killed":true}'), (2, b'{"killed":12,"zz":1}')),
    ],
)
def test_an_older_form_that_becomes_no_fact_is_refused(form: int, content: bytes) -> None:
    with pytest.raises(UnreadableEntry, match="the content is not a TollTold"):
        golden.read("TollTold", form, content, YOUNGER)


def on_file() -> Iterator[tuple[str, int, Path]]:
    for path in sorted(golden.GOLDEN.iterdir()):
        name, form, ending = path.name.split(".")
        assert ending == "json"
        yield name, int(form), path


def test_every_form_of_every_fact_has_its_golden_file_and_no_other_is_there() -> None:
    forms = {(fact.__name__, form) for fact in FACTS for form in range(1, golden.form_of(fact) + 1)}
    assert {(name, form) for name, form, _ in on_file()} == forms


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_is_stored_in_its_golden_form(kind: type[Fact]) -> None:
    file = json.loads(golden.path_of(kind, golden.form_of(kind)).read_text("utf-8"))
    assert file.keys() == {"schema", "stored"}
    assert golden.schema_of(kind) == file["schema"], golden.HOW_TO_CHANGE
    content = golden.as_bytes(file["stored"])
    entry = golden.read(kind.__name__, golden.form_of(kind), content, CODEC)
    assert golden.write(entry.fact, CODEC).state == content


@pytest.mark.parametrize(("name", "form", "path"), [pytest.param(*it, id=it[2].stem) for it in on_file()])
def test_a_golden_example_of_any_form_is_still_read(name: str, form: int, path: Path) -> None:
    content = golden.as_bytes(json.loads(path.read_text("utf-8"))["stored"])
    assert type(golden.read(name, form, content, CODEC).fact) is NAMES[name]


def test_golden_files_show_every_field_of_their_form() -> None:
    for name, form, path in on_file():
        file = json.loads(path.read_text("utf-8"))
        assert set(file["stored"]) == set(file["schema"]["properties"]), name
        if form == golden.form_of(NAMES[name]):
            assert set(file["stored"]) == set(NAMES[name].model_fields), name


def test_golden_files_are_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden, "GOLDEN", tmp_path)
    said = golden.add({"AliasAdded": {"alias": "Alwa"}, "Nonsense": {}})
    assert [path.name for path in tmp_path.iterdir()] == ["AliasAdded.1.json"]
    assert "AliasAdded.1.json is written." in said
    assert "ForceSplit.1.json is missing" in said
    assert "Nonsense is no fact." in said
    before = (tmp_path / "AliasAdded.1.json").read_bytes()
    assert "AliasAdded.1.json is kept as it is" in golden.add({"AliasAdded": {"alias": "Other"}})
    assert (tmp_path / "AliasAdded.1.json").read_bytes() == before
    with pytest.raises(UnreadableEntry):
        golden.add({"ForceSplit": {"reason": 1}})
    assert not (tmp_path / "ForceSplit.1.json").exists()


def test_a_value_made_of_valid_parts_is_the_one_that_is_read() -> None:
    read = Code(scheme="gwno", value="652")
    made = of_valid(Code, {**read})
    assert (made, made.model_fields_set, made.model_dump_json()) == (
        read,
        read.model_fields_set,
        read.model_dump_json(),
    )
    assert (hash(made), repr(made), dict(made)) == (hash(read), repr(read), {"scheme": "gwno", "value": "652"})
    assert made.model_copy(update={"value": "645"}) == Code(scheme="gwno", value="645") != part_of(Code, read) == made
