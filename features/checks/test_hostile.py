"""Nothing a client sends is answered with a failure of ours, at any route, and nothing of it is recorded."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.checks import hostile
from features.checks.asgi import Answer, ask, chunk
from features.desk import Desk

TYPED = (b"content-type", b"application/json")
IF_MATCH = (b"if-match", b'"1"')
SOME = str(uuid4())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(tmp_path_factory.mktemp("house")).opened() as desk:
        yield desk


def routes(desk: Desk, method: str) -> list[str]:
    """Those that take commands as JSON: files are for test_uploads.py."""
    paths = desk.app.openapi()["paths"].items()
    return [path.replace("{id}", SOME) for path, item in paths if method in item and path != "/uploads"]


def send(desk: Desk, path: str, body: bytes, *headers: tuple[bytes, bytes]) -> Answer:
    return ask(desk.app, "POST", path.encode(), [*headers], chunk(body, more=False))


def _is_refused(desk: Desk, answer: Answer, what: str) -> None:
    assert 400 <= answer.status < 500, f"{what}: {answer.status} {answer.body[:500]!r}"
    problem = json.loads(answer.body)
    assert (answer.headers[b"content-type"], problem["status"]) == (b"application/problem+json", answer.status), what
    assert desk.position == 0, what


def test_no_hostile_body_is_taken_by_any_command(house: Desk) -> None:
    commands = routes(house, "post")
    assert len(commands) > 35
    for body in hostile.BODIES:
        sent = body.make()
        some = commands if len(sent) < 100_000 else commands[:2]
        for path in some:
            headers = [IF_MATCH] if body.media is None else [IF_MATCH, (b"content-type", body.media.encode())]
            answer = send(house, path, sent, *headers)
            _is_refused(house, answer, f"{body.name} to {path}")
            assert body.status in (None, answer.status), f"{body.name} to {path}"


def test_no_hostile_address_is_read(house: Desk) -> None:
    for address in hostile.ADDRESSES:
        for path in routes(house, "get"):
            answer = ask(house.app, "GET", path.encode() + address.suffix, [])
            _is_refused(house, answer, f"{address.name} at {path}")


def test_no_hostile_header_is_taken_by_any_command(house: Desk) -> None:
    for headers in hostile.HEADERS:
        for path in routes(house, "post"):
            _is_refused(house, send(house, path, b"{}", *headers.headers), f"{headers.name} to {path}")


ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(SOME),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_odd_value_in_any_field_of_any_command_fails(house: Desk, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([it for it in house.app.openapi()["paths"] if "/docs" not in it]))
    command = house.app.openapi()["paths"][path].get("post")
    if command is None or path == "/uploads":
        return
    schema = command["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    fields = [*house.app.openapi()["components"]["schemas"][schema]["properties"], "zz"]
    body = data.draw(st.dictionaries(st.sampled_from(fields), ODD))
    sent = json.dumps(body).encode()
    before = house.position
    answer = send(house, path.replace("{id}", SOME), sent, IF_MATCH, TYPED)
    assert answer.status < 500, answer.body
    assert house.position == before + (answer.status == 201)


@settings(max_examples=50, deadline=None)
@given(
    odd=st.sampled_from(["known_at", "from", "to", "limit", "cursor", "zz"]),
    text=st.text(max_size=30) | st.from_regex(r"[0-9]{1,40}", fullmatch=True) | st.datetimes().map(str),
)
def test_no_odd_parameter_fails(house: Desk, odd: str, text: str) -> None:
    for path in routes(house, "get"):
        answer = house.client.get(path.replace("{name}", "Stale"), params={odd: text})
        assert answer.status_code < 500, f"{path}?{odd}={text!r}"


def test_a_refusal_never_echoes_what_was_sent(house: Desk) -> None:
    secret = "casus_secret_value"
    for path in routes(house, "post"):
        answer = send(house, path, json.dumps({"name": [secret], "reason": secret, "kind": secret}).encode(), TYPED)
        assert secret.encode() not in answer.body
