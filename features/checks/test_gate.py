"""The gate lets strict JSON and well-formed addresses through unchanged, and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import from_json
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from features.checks import hostile
from features.checks.asgi import Answer, ask, ask_in, chunk
from interface.gate import LARGEST_BODY, Gate
from interface.strict_json import LARGEST_INTEGER

TYPED = [(b"content-type", b"application/json")]


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive)
    await Response(await request.body(), media_type="application/octet-stream")(scope, receive, send)


gate = Gate(echo)
client = TestClient(gate)


def post(body: bytes) -> Answer:
    return ask(gate, "POST", b"/echo", TYPED, chunk(body, more=False))


def _is_a_problem(status: int, content: bytes) -> None:
    problem = json.loads(content.decode("utf-8"))
    assert problem["status"] == status
    assert (problem["instance"].isascii(), problem["detail"][-1]) == (True, ".")
    assert len(content) < 4_000


@pytest.mark.parametrize("body", hostile.BODIES, ids=lambda body: body.name)
def test_a_hostile_body_gets_the_status_it_is_owed(body: hostile.Body) -> None:
    sent = body.make()
    answer = client.post("/echo", content=sent, headers={} if body.media is None else {"Content-Type": body.media})
    assert answer.status_code == (body.status or 200)
    if body.status:
        _is_a_problem(body.status, answer.content)
    else:
        assert answer.content == sent


@pytest.mark.parametrize("address", hostile.ADDRESSES, ids=lambda address: address.name)
def test_a_hostile_address_is_refused(address: hostile.Address) -> None:
    answer = ask(gate, "GET", b"/echo" + address.suffix, [])
    assert answer.status == address.status
    _is_a_problem(answer.status, answer.body)


@pytest.mark.parametrize("case", hostile.HEADERS, ids=lambda case: case.name)
def test_hostile_headers_get_the_status_they_are_owed(case: hostile.Headers) -> None:
    assert ask(gate, "POST", b"/echo", case.headers, chunk(b"{}", more=False)).status == (case.status or 200)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"a": {"b/c": [1, NaN]}}', "At /a/b~1c/1: NaN and the infinities are not JSON."),
        (b'{"a": [{"b": 1, "b": 2}]}', "At /a/0/b: the key is given twice."),
        (b'{"a":\n secret}', "The body is not JSON at line 2, column 2."),
        (b'{"a": "secret\xff"}', "The body is not UTF-8 at byte 13."),
        (b"\xef\xbb\xbf{}", "A body begins without a byte order mark."),
        (b'["secret"]', "A body is a JSON object."),
        (b'{"secret\\u0000": 1}', "A key has no control characters and no lone surrogates."),
    ],
)
def test_the_detail_names_rule_and_place_and_no_value(body: bytes, detail: str) -> None:
    assert json.loads(post(body).body)["detail"] == detail


def test_a_body_in_pieces_arrives_whole() -> None:
    said = [
        chunk(b'{"a": "\xc3', more=True),
        chunk(b"", more=True),
        chunk(b'\xa9"', more=True),
        chunk(b"}", more=False),
    ]
    answer = ask(gate, "PUT", b"/echo", TYPED, *said)
    assert (answer.status, answer.body) == (200, '{"a": "é"}'.encode())


def test_the_cap_holds_while_streaming_and_no_more_is_read() -> None:
    answer = ask(Gate(echo, largest=100), "POST", b"/echo", TYPED, *[chunk(b" " * 40, more=True)] * 50)
    assert (answer.status, answer.read) == (413, 3)
    assert ask(Gate(echo, largest=2), "POST", b"/echo", TYPED, chunk(b"{}", more=False)).status == 200


def test_a_declared_length_beyond_the_cap_is_refused_unread() -> None:
    length = (b"content-length", str(LARGEST_BODY + 1).encode())
    answer = ask(gate, "POST", b"/echo", [*TYPED, length], chunk(b"{}", more=False))
    assert (answer.status, answer.read) == (413, 0)


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "OPTIONS", "BREW"])
def test_only_commands_have_a_body(method: str) -> None:
    assert ask(gate, method, b"/echo", TYPED, chunk(b"{}", more=False)).status == 400
    declared = ask(gate, method, b"/echo", [(b"content-length", b"2")], chunk(b"{}", more=False))
    assert (declared.status, declared.read) == (400, 0)
    assert ask(gate, method, b"/echo", [(b"content-length", b"0")]).status == 200


def test_a_client_that_goes_away_is_not_answered() -> None:
    called = False

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal called
        called = True

    answer = ask(Gate(app), "POST", b"/echo", TYPED, chunk(b"{", more=True), {"type": "http.disconnect"})
    assert (answer.status, called) == (0, False)


def test_the_app_still_learns_that_the_client_went_away() -> None:
    heard = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        heard.extend([await receive(), await receive()])

    ask(Gate(app), "POST", b"/echo", TYPED, chunk(b"{}", more=False))
    assert heard == [chunk(b"{}", more=False), {"type": "http.disconnect"}]


def test_every_answer_is_guarded_and_the_app_may_say_how_long_it_keeps() -> None:
    kept = Gate(PlainTextResponse("a", headers={"Cache-Control": "max-age=60"}))
    for answer in (post(b"{}"), post(b"NaN"), ask(kept, "GET", b"/", [])):
        assert answer.headers[b"x-content-type-options"] == b"nosniff"
    assert post(b"{}").headers[b"cache-control"] == post(b"NaN").headers[b"cache-control"] == b"no-store"
    assert ask(kept, "GET", b"/", []).headers[b"cache-control"] == b"max-age=60"


def test_what_is_not_http_passes() -> None:
    heard = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append(scope["type"])

    ask_in({"type": "lifespan"}, Gate(app))
    assert heard == ["lifespan"]


@pytest.mark.parametrize("path", ["/\ud800", "/a\x00b", "/é" * 5_000])
def test_a_path_without_its_raw_form_is_refused_in_a_valid_answer(path: str) -> None:
    answer = ask_in({"type": "http", "method": "GET", "path": path, "headers": []}, gate)
    assert answer.status == 400
    _is_a_problem(400, answer.body)


def test_an_ordinary_address_passes() -> None:
    target = b"/sources/%D8%AD%D9%84%D8%A8?as_of=2018-02-07T20%3A00%3A00%2B02%3A00&actor=a+b&q="
    assert ask(gate, "GET", target, []).status == 200


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\r\n"), max_size=50)
_KEYS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
_NUMBERS = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | st.floats(allow_nan=False, allow_infinity=False)
_VALUES = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=20,
)
_FRAGMENTS = st.one_of(
    st.sampled_from(
        rb'{ } [ ] : , " "a" "b" \ \u0041 \ud83d\ude00 \ud800 \n NaN 1 - 0 .5 e9 E+400 true //'.split(b" ")
    ),
    st.sampled_from([b"", b" ", b"\n", b"\x00", b"\xff", b"\xc3\xa9"]),
)


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    """An object of which a piece was lost or replaced."""
    whole = json.dumps({"a": draw(_VALUES)}, ensure_ascii=draw(st.booleans())).encode()
    at = draw(st.integers(0, len(whole)))
    return whole[:at] + draw(_FRAGMENTS) + whole[at + draw(st.integers(0, 3)) :]


@settings(max_examples=300)
@given(st.binary(max_size=200) | st.lists(_FRAGMENTS, max_size=30).map(b"".join) | _damaged())
def test_any_bytes_are_judged_like_another_strict_reader_does(body: bytes) -> None:
    answer = post(body)
    assert answer.status in {200, 400}
    if answer.status == 200:
        # By repr, since 1, 1.0 and True are equal and so are 0.0 and -0.0.
        assert repr(json.loads(answer.body)) == repr(from_json(body, allow_inf_nan=False))


@given(st.dictionaries(_KEYS, _VALUES, max_size=5), st.booleans(), st.sampled_from([None, 2]))
def test_any_ordinary_object_passes_unchanged(value: dict[str, Any], ascii: bool, indent: int | None) -> None:
    body = json.dumps(value, ensure_ascii=ascii, indent=indent).encode()
    answer = post(body)
    assert (answer.status, answer.body) == (200, body)
    assert repr(from_json(body, allow_inf_nan=False)) == repr(value)
