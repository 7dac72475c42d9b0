"""An answer in pieces lets go of what it reads from, and any header is taken or refused."""

import asyncio
from collections.abc import Generator

import pytest
from fastapi import Request
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.types import Message

from features.checks.asgi import ask_in
from interface.accepting import Form, accepted
from interface.answering import Streamed
from interface.asking import respond_async
from interface.refusals import NotAcceptable


class Reading:
    """Pieces of an answer, and whether what they are read from was let go."""

    def __init__(self) -> None:
        self.closed = False

    def pieces(self, number: int) -> Generator[bytes, None, None]:
        try:
            yield from [b"piece\n"] * number
        finally:
            self.closed = True


@pytest.mark.parametrize("number", [0, 1, 3])
def test_what_is_read_from_is_let_go_at_the_end(number: int) -> None:
    reading = Reading()
    response = Streamed(reading.pieces(number), {}, "text/plain")
    answer = ask_in({"type": "http", "method": "GET", "asgi": {"spec_version": "2.4"}}, response)
    assert (answer.status, answer.body, reading.closed) == (200, b"piece\n" * number, True)


def test_what_is_read_from_is_let_go_when_the_client_goes_away() -> None:
    reading = Reading()

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def stuck(message: Message) -> None:
        if message.get("body"):
            await asyncio.Event().wait()

    # Held here, so that nothing but the answer itself lets go.
    pieces = reading.pieces(1_000)
    response = Streamed(pieces, {}, "text/plain")
    asyncio.run(response({"type": "http", "method": "GET", "asgi": {"spec_version": "2.3"}}, gone, stuck))
    assert reading.closed
    assert next(pieces, None) is None


def test_what_is_refused_is_refused_before_the_answer_begins() -> None:
    def refusing() -> Generator[bytes, None, None]:
        raise NotAcceptable
        yield

    with pytest.raises(NotAcceptable):
        Streamed(refusing(), {}, "text/plain")


@given(text=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)) | st.from_regex(r'[a-z/*,;="q01. ]{0,40}'))
@example(text='"' * 50_000 + "," * 50_000)
@example(text="a/b" + ";a=b" * 20_000 + "(")
def test_any_header_is_taken_or_refused(text: str) -> None:
    try:
        assert accepted([text], [*Form]) in Form
    except NotAcceptable:
        assert text.strip()
    headers = [(b"prefer", text.encode())]
    assert respond_async(Request({"type": "http", "headers": headers})) in (True, False)
