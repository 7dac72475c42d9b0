"""Hand-written hostile requests, with the status that the gate owes each; schemathesis finds few of them.

`None` is a body that the gate lets pass and that every command refuses with a 4xx of its own: each of those has a
field that no command knows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Header = tuple[bytes, bytes]


@dataclass(frozen=True)
class Body:
    """A request body to POST; made when it is asked for, since some are large."""

    name: str
    make: Callable[[], bytes]
    status: int | None = 400
    media: str | None = "application/json"


@dataclass(frozen=True)
class Address:
    """What to put behind the path of any route that is read with GET."""

    name: str
    suffix: bytes
    status: int = 400


@dataclass(frozen=True)
class Headers:
    """Headers of a POST with the body `{}`, instead of Content-Type: application/json."""

    name: str
    headers: Sequence[Header]
    status: int | None


def _said(name: str, body: bytes, status: int | None = 400) -> Body:
    return Body(name, lambda: body, status)


_NOT_JSON = {
    "empty object cut off": b"{",
    "cut off in a key": b'{"zz',
    "cut off in a string": b'{"zz": "a',
    "cut off in an escape": b'{"zz": "\\u00',
    "garbage behind": b'{"zz": 1} x',
    "two objects": b'{"zz": 1}{"zz": 2}',
    "NUL behind": b'{"zz": 1}\x00',
    "only spaces": b" \n ",
    "no-break space around": b"\xc2\xa0{}",
    "form feed around": b"\x0c{}",
    "line comment": b'{"zz": 1} // why',
    "block comment": b'{/* why */ "zz": 1}',
    "single quotes": b"{'zz': 1}",
    "bare key": b"{zz: 1}",
    "number as key": b"{1: 1}",
    "comma behind the last member": b'{"zz": 1,}',
    "comma behind the last element": b'{"zz": [1,]}',
    "Python's None": b'{"zz": None}',
    "undefined": b'{"zz": undefined}',
    "raw newline in a string": b'{"zz": "a\nb"}',
    "raw TAB in a string": b'{"zz": "a\tb"}',
    "raw NUL in a string": b'{"zz": "a\x00b"}',
    "escape x": b'{"zz": "\\x41"}',
    "leading zero": b'{"zz": 007}',
    "leading plus": b'{"zz": +1}',
    "trailing point": b'{"zz": 5.}',
    "hexadecimal": b'{"zz": 0x1F}',
    "underscore in a number": b'{"zz": 1_000}',
    "full-width digits": '{"zz": １２}'.encode(),
    "Arabic digits": '{"zz": ١٢}'.encode(),
    "XML": b"<?xml version='1.0'?><zz/>",
}

_NOT_UTF_8 = {
    "byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"zz": 1}'.encode("utf-16"),
    "UTF-32": '{"zz": 1}'.encode("utf-32"),
    "Latin-1": '{"zz": "Alep é"}'.encode("latin-1"),
    "lone continuation": b'{"zz": "\x80"}',
    "cut sequence": b'{"zz": "\xe2\x82"}',
    "overlong slash": b'{"zz": "\xc0\xaf"}',
    "overlong NUL": b'{"zz": "\xc0\x80"}',
    "overlong quote": b'{"zz": "\xe0\x80\xa2"}',
    "raw lone surrogate": b'{"zz": "\xed\xa0\x80"}',
    "raw surrogate pair (CESU-8)": b'{"zz": "\xed\xa0\xbd\xed\xb8\x80"}',
    "beyond Unicode": b'{"zz": "\xf4\x90\x80\x80"}',
    "bytes FF FE in a key": b'{"\xff\xfe": 1}',
}

_UNFIT = {
    "NaN": b'{"zz": NaN}',
    "Infinity": b'{"zz": Infinity}',
    "-Infinity": b'{"zz": -Infinity}',
    "NaN deep inside": b'{"zz": [{"yy": [NaN]}]}',
    "1e400": b'{"zz": 1e400}',
    "-1e400": b'{"zz": -1e400}',
    "exponent of many digits": b'{"zz": 1e99999999999999999999}',
    "exponent of 10,000 digits": b'{"zz": 1e' + b"9" * 10_000 + b"}",
    "fraction of 10,000 digits": b'{"zz": 0.' + b"1" * 10_000 + b"}",
    "integer of 400 digits": b'{"zz": ' + b"9" * 400 + b"}",
    "integer of 500,000 digits": b'{"zz": -' + b"9" * 500_000 + b"}",
    "2^53": b'{"zz": 9007199254740992}',
    "-2^53": b'{"zz": -9007199254740992}',
    "2^64": b'{"zz": [18446744073709551616]}',
    "escaped high surrogate alone": b'{"zz": "\\ud800"}',
    "escaped low surrogate alone": b'{"zz": "\\udc00"}',
    "escaped surrogates the wrong way round": b'{"zz": "\\ude00\\ud83d"}',
    "escaped surrogate in a key": b'{"\\ud800": 1}',
    "escaped NUL": b'{"zz": "a\\u0000b"}',
    "escaped NUL in a key": b'{"zz\\u0000": 1}',
    "escaped backspace": b'{"zz": "\\b"}',
    "escaped escape": b'{"zz": "\\u001b[2J"}',
    "DEL": b'{"zz": "\x7f"}',
    "C1 control, raw": '{"zz": "\u009b2J"}'.encode(),
    "C1 control, escaped": b'{"zz": "\\u0085"}',
    "TAB in a key": b'{"zz\\t": 1}',
    "doubled key": b'{"zz": 1, "zz": 1}',
    "doubled key, one escaped": b'{"zz": 1, "\\u007az": 2}',
    "doubled key deep inside": b'{"zz": [{"yy": {"a": 1, "b": 2, "a": 3}}]}',
    "doubled empty key": b'{"": 1, "": 2}',
    "doubled key and NaN": b'{"zz": NaN, "zz": 1}',
    "long key": b'{"' + b"z" * 201 + b'": 1}',
    "very long key": b'{"' + b"z" * 900_000 + b'": 1}',
    "long string": b'{"zz": "' + b"a" * 100_001 + b'"}',
    "33 arrays": b'{"zz": ' + b"[" * 32 + b"]" * 32 + b"}",
    "33 objects": b'{"zz":' * 33 + b"1" + b"}" * 33,
    "100,000 arrays": b'{"zz": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "100,000 objects": b'{"zz":' * 100_000 + b"1" + b"}" * 100_000,
    "100,000 arrays never closed": b"[" * 100_000,
    "10,001 values": b'{"zz": [' + b"0," * 9_998 + b"0]}",
    "500,000 elements": b'{"zz": [' + b"0," * 500_000 + b"0]}",
    "100,000 members": b"{" + b",".join(b'"%d":0' % n for n in range(100_000)) + b"}",
    "array": b"[]",
    "string": b'"zz"',
    "number": b"1",
    "null": b"null",
    "true": b"true",
    "NaN alone": b"NaN",
}

_FIT_BUT_WRONG = {
    "empty object": b"{}",
    "unknown field": b'{"zz": 1}',
    "number where a text belongs": b'{"zz": 1, "reason": 1, "name": 1, "title": 1, "url": 1}',
    "array where a text belongs": b'{"zz": 1, "reason": [], "name": [], "title": []}',
    "null everywhere": b'{"zz": null, "reason": null, "place": null}',
    "-0": b'{"zz": -0}',
    "-0.0": b'{"zz": -0.0}',
    "1e-400, which a double calls 0": b'{"zz": 1e-400}',
    "largest double": b'{"zz": 1.7976931348623157e308}',
    "2^53 - 1": b'{"zz": [9007199254740991, -9007199254740991]}',
    "__proto__": b'{"__proto__": {"admin": true}}',
    "constructor": b'{"constructor": {"prototype": {"admin": true}}}',
    "dunder class": b'{"__class__": "os", "__init__": {"__globals__": 1}}',
    "empty key": b'{"": 1}',
    "key with dots and slashes": b'{"../../zz": 1, "a.b": 2, "~1": 3}',
    "key of 200": b'{"' + b"z" * 200 + b'": 1}',
    "10,000 values": b'{"zz": [' + b"0," * 9_997 + b"0]}",
    "string of 20,000 commas": b'{"zz": "' + b"," * 20_000 + b'"}',
    "spaces around": b' \t{"zz": 1}\r\n',
    "32 deep": b'{"zz": ' + b"[" * 31 + b"]" * 31 + b"}",
    "right-to-left override": '{"zz": "\u202egnp.exe"}'.encode(),
    "noncharacter": b'{"zz": "\\uffff\xf4\x8f\xbf\xbf"}',
    "surrogate pair, escaped": b'{"zz": "\\ud83d\\ude00"}',
    "formula": b'{"zz": "=1+1"}',
    "SQL": b'{"zz": "\'; DROP TABLE entry; --"}',
    "template": b'{"zz": "{{7*7}} ${7*7} <script>alert(1)</script>"}',
    "keys that differ in case": b'{"zz": 1, "ZZ": 2}',
    "keys that differ in normal form": '{"é": 1, "e\u0301": 2}'.encode(),
}

BODIES: Sequence[Body] = (
    *(_said(name, body) for group in (_NOT_JSON, _NOT_UTF_8, _UNFIT) for name, body in group.items()),
    *(_said(name, body, None) for name, body in _FIT_BUT_WRONG.items()),
    _said("no body", b""),
    Body("no body and no media type", lambda: b"", media=None),
    Body("string of 20 MB", lambda: b'{"zz": "' + b"a" * 20_000_000 + b'"}', 413),
    Body("spaces of 2 MB", lambda: b" " * 2_000_000 + b"{}", 413),
    Body("1 MiB and a byte", lambda: b"{" + b" " * ((1 << 20) - 1) + b"}", 413),
    *(
        Body(f"media type {media}", lambda: b'{"zz": 1}', 415, media)
        for media in (
            *(None, "", "text/plain", "text/json", "application/jsonp", "application/json, text/plain", "*/*", "json"),
            *("application/x-www-form-urlencoded", "multipart/form-data; boundary=zz", "application/problem+json"),
            *("application/json; charset=utf-16", "application/json; charset=latin-1", "application/json; charset="),
            *("application/json; charset=utf-8; charset=utf-16", "application/json; boundary=zz", "application/json;a"),
        )
    ),
    *(
        Body(f"media type {media}", lambda: b'{"zz": 1}', None, media)
        for media in ("Application/JSON", "application/json;charset=UTF-8", 'application/json ; charset="utf-8"')
    ),
)

ADDRESSES: Sequence[Address] = (
    Address("NUL in the path", b"/%00"),
    Address("line break in the path", b"/a%0d%0aSet-Cookie:%20a=b"),
    Address("DEL in the path", b"/%7f"),
    Address("C1 control in the path", b"/%c2%9b"),
    Address("lone continuation in the path", b"/%80"),
    Address("overlong slash in the path", b"/%c0%af"),
    Address("surrogate in the path", b"/%ed%a0%80"),
    Address("bytes FF FE in the path", b"/%ff%fe"),
    Address("raw byte in the path", b"/\xff"),
    Address("raw UTF-8 in the path", "/é".encode()),
    Address("long path", b"/" + b"a" * 8_001),
    Address("NUL in a query", b"?zz=%00"),
    Address("NUL in the key of a query", b"?z%00z=1"),
    Address("TAB in a query", b"?zz=a%09b"),
    Address("line break in a query", b"?zz=a%0Ab"),
    Address("surrogate in a query", b"?zz=%ED%A0%80"),
    Address("invalid UTF-8 in a query", b"?zz=%ff"),
    Address("raw byte in a query", b"?zz=\xff"),
    Address("doubled parameter", b"?zz=1&zz=2"),
    Address("doubled parameter, one encoded", b"?zz=1&%7az=2"),
    Address("doubled parameter without a value", b"?zz&zz="),
    Address("doubled empty parameter", b"?=1&=2"),
    Address("doubled parameter with a space", b"?z+z=1&z%20z=2"),
    Address("long query", b"?zz=" + b"a" * 8_001),
    Address("thousands of parameters", b"?" + b"&".join(b"z%d=" % n for n in range(2_000))),
)

_TYPED = (b"content-type", b"application/json")

HEADERS: Sequence[Headers] = (
    Headers("invalid UTF-8 in the key", [_TYPED, (b"idempotency-key", b"\xff\xfe")], 400),
    Headers("NUL in the key", [_TYPED, (b"idempotency-key", b"a\x00b")], 400),
    Headers("UTF-8 in the token", [_TYPED, (b"authorization", "Bearer casus_é".encode())], 400),
    Headers("invalid bytes in a name", [_TYPED, (b"x-\xff", b"1")], 400),
    Headers("invalid bytes in If-Match", [_TYPED, (b"if-match", b'"\x80"')], 400),
    Headers("invalid bytes in Accept", [_TYPED, (b"accept", b"\x80/\x80")], 400),
    Headers("invalid bytes in the media type", [(b"content-type", b"application/json\xff")], 400),
    Headers("two media types", [_TYPED, (b"content-type", b"text/plain")], 400),
    Headers("two tokens", [_TYPED, (b"authorization", b"Bearer a"), (b"authorization", b"Bearer b")], 400),
    Headers("two hosts", [_TYPED, (b"host", b"b")], 400),
    Headers("length is a word", [_TYPED, (b"content-length", b"two")], 400),
    Headers("length is negative", [_TYPED, (b"content-length", b"-1")], 400),
    Headers("length has an underscore", [_TYPED, (b"content-length", b"1_0")], 400),
    Headers("length of 5,000 digits", [_TYPED, (b"content-length", b"9" * 5_000)], 413),
    Headers("length beyond the cap", [_TYPED, (b"content-length", b"1048577")], 413),
    Headers("compressed", [_TYPED, (b"content-encoding", b"gzip")], 415),
    Headers("UTF-8 in another program's cookie", [_TYPED, (b"cookie", "a=é".encode())], None),
    Headers("length with 5,000 zeros", [_TYPED, (b"content-length", b"0" * 5_000 + b"2")], None),
)
