"""Whatever a question holds, it is answered or refused, and what was sent is not echoed."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.desk import Desk

COLLECTIONS = (
    *("/sources", "/reports", "/forces", "/incidents", "/casualties", "/toll", "/coverages", "/imports"),
    "/claims",
)
SECRET = "casus_secret_value"
FREE = {"q", "dataset", "format"}
"""What takes any words, or names."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(tmp_path_factory.mktemp("house")).opened() as desk:
        yield desk


def parameters(desk: Desk, path: str) -> list[str]:
    listed = desk.app.openapi()["paths"][path]["get"]["parameters"]
    return [each["name"] for each in listed if each["in"] == "query"]


@pytest.mark.parametrize("path", COLLECTIONS)
def test_no_refusal_of_a_question_echoes_what_was_sent(house: Desk, path: str) -> None:
    names = parameters(house, path)
    assert {"known_at", "published_by", "limit", "cursor"} < set(names)
    for name in names:
        answer = house.client.get(path, params={name: SECRET})
        assert answer.status_code == (200 if name in FREE else 422), f"{path}?{name}: {answer.text}"
        if name not in FREE:
            assert SECRET not in answer.text
            assert {it["field"] for it in answer.json()["errors"]} == {name}


def test_no_refusal_of_an_assertion_echoes_what_was_sent(house: Desk) -> None:
    for assertion in ({"asserts": SECRET}, {"asserts": "not", "of": {"asserts": SECRET}}, {SECRET: 1}, SECRET):
        answer = house.client.post("/claims/check", json={"assertion": assertion})
        assert answer.status_code == 422
        assert SECRET not in answer.text
        assert "'toll', 'count'" in answer.text or assertion in ({SECRET: 1}, SECRET)


@settings(max_examples=200)
@given(data=st.data())
def test_no_odd_question_fails(house: Desk, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(COLLECTIONS))
    text = (
        st.text(max_size=20)
        | st.from_regex(r"-?[0-9]{1,25}(,-?[0-9]{1,5}){0,4}", fullmatch=True)
        | st.from_regex(r"[0-9A-Za-z_-]{0,80}", fullmatch=True)
    )
    query = data.draw(st.dictionaries(st.sampled_from(parameters(house, path)), text, min_size=1, max_size=3))
    answer = house.client.get(path, params=query)
    assert answer.status_code < 500, f"{path} {query}: {answer.text}"


def test_several_values_of_a_parameter_are_said_to_have_commas_between(house: Desk) -> None:
    listed = house.app.openapi()["paths"]["/incidents"]["get"]["parameters"]
    (country,) = [each for each in listed if each["name"] == "country"]
    assert (country["schema"]["type"], country["explode"]) == ("array", False)


def test_every_form_of_an_answer_is_listed(house: Desk) -> None:
    paths = house.app.openapi()["paths"]
    for path in COLLECTIONS:
        content = paths[path]["get"]["responses"]["200"]["content"]
        mapped = {"application/geo+json"} if path == "/incidents" else set()
        assert set(content) == {"application/json", "text/csv", "application/x-ndjson"} | mapped
        for form in content:
            assert house.client.get(path, headers={"Accept": form}).headers["content-type"].startswith(form)
