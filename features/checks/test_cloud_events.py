"""Entries as CloudEvents: what is stored comes back byte for byte, and nothing else passes for it."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.cloud_events import NotAnEntry, entry_of, event
from application.recording import StoredEntry

LINE = (
    b'{"specversion":"1.0","id":"7","source":"/log","type":"casus.SourceRegistered",'
    b'"subject":"00000000-0000-0000-0000-000000000001","time":"2018-03-01T09:00:00.000000Z",'
    b'"datacontenttype":"application/json","streamversion":1,"form":1,"recordedby":"Rima",'
    b'"cause":"00000000-0000-0000-0000-000000000002","data":{"name":"Agency"}}'
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
entries = st.builds(
    StoredEntry,
    st.uuids(),
    st.integers(1, 2**31 - 1),
    st.from_regex(r"[A-Z][a-zA-Z]{1,30}", fullmatch=True),
    st.dictionaries(texts, texts, max_size=3).map(lambda it: json.dumps(it).encode()),
    st.integers(1, 2**53),
    st.integers(1, 99),
    st.datetimes(datetime(2000, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the strategy adds it
    texts,
    st.uuids(),
)


@given(entries)
def test_an_entry_comes_back(entry: StoredEntry) -> None:
    line = event(entry)
    assert b"\n" not in line
    assert entry_of(line) == entry
    told = json.loads(line)
    assert (told["specversion"], told["id"], told["data"]) == ("1.0", str(entry.id), json.loads(entry.state))
    assert told["subject"] == str(entry.originator_id)


@given(entries, st.data())
def test_what_is_written_otherwise_is_refused_or_another_entry(entry: StoredEntry, data: st.DataObject) -> None:
    line = bytearray(event(entry))
    line[data.draw(st.integers(0, len(line) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        other = entry_of(bytes(line))
    except NotAnEntry:
        return
    assert other != entry
    assert event(other) == line


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(LINE.replace(b'"id":"7"', b'"id":"7","id":"8"'), id="a name twice"),
        pytest.param(LINE.replace(b'{"spec', b'{"data":{"name":"Other"},"spec'), id="data twice"),
        pytest.param(LINE.replace(b'"data":', b'"data" :'), id="a blank before it"),
        pytest.param(LINE.replace(b'{"spec', b'{ "spec'), id="a blank"),
        pytest.param(LINE.replace(b'"1.0"', b'"0.3"'), id="another version"),
        pytest.param(LINE.replace(b'"7"', b"7"), id="a number"),
        pytest.param(LINE.replace(b'"7"', b'"07"'), id="another number"),
        pytest.param(LINE.replace(b".000000Z", b"Z"), id="another time"),
        pytest.param(LINE.replace(b".000000Z", b".000000+00:00"), id="another zone"),
        pytest.param(LINE.replace(b"00.000000Z", b"00.000000+02:00"), id="a time elsewhere"),
        pytest.param(LINE.replace(b'"streamversion":1', b'"streamversion":true'), id="true for a number"),
        pytest.param(LINE.replace(b'"form":1', b'"form":1.0'), id="a fraction"),
        pytest.param(LINE.replace(b'"Agency"}', b'"Agency"},"x":{}'), id="more after it"),
        pytest.param(LINE.replace(b'{"name":"Agency"}', b'{"name":NaN}'), id="no number"),
        pytest.param(LINE.replace(b'{"name":"Agency"}', b"[]"), id="no fact"),
        pytest.param(LINE.replace(b"Agency", b"\xed\xa0\x80"), id="half a character"),
        pytest.param(LINE.replace(b'"Rima"', b"null"), id="by nobody"),
        pytest.param(LINE.replace(b"casus.", b""), id="another type"),
        pytest.param(LINE.replace(b"Rima", b"Rim\\u0061"), id="escaped"),
        pytest.param(LINE + b"\n", id="an end of line"),
        pytest.param(LINE[:-1], id="cut off"),
        pytest.param(LINE.partition(b',"data"')[0] + b"}", id="nothing stored"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"null", id="nothing"),
        pytest.param(b"", id="empty"),
        pytest.param(b'\xff,"data":{}}', id="no UTF-8"),
    ],
)
def test_only_what_casus_writes_is_read(line: bytes) -> None:
    with pytest.raises(NotAnEntry):
        entry_of(line)


def test_the_bytes_are_these() -> None:
    entry = entry_of(LINE)
    assert (entry.id, entry.topic, entry.state, entry.cause) == (
        7,
        "SourceRegistered",
        b'{"name":"Agency"}',
        UUID(int=2),
    )
