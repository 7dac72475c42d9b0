"""What is answered by those who would have something false copied: of entries, of proofs, of checkpoints."""

import json
from base64 import b64encode
from collections.abc import Callable

from infrastructure.merkle.keys import SignerKey
from infrastructure.merkle.notes import Note

FIELDS = ("data", "time", "cause", "type", "recordedby")


def other_entry(line: bytes, name: str) -> bytes:
    """An entry that Casus might have written, and did not."""
    told = json.loads(line)
    match name:
        case "data":
            return line.replace(b'"data":{', b'"data":{"x":1,')
        case "time":
            return line.replace(told["time"].encode(), told["time"].replace("2026", "2031").encode())
        case "cause":
            return line.replace(told["cause"].encode(), b"00000000-0000-0000-0000-00000000beef")
        case "type":
            return line.replace(b"casus.SourceRegistered", b"casus.SourceRated")
        case _:
            return line.replace(b'"recordedby":"Rima"', b'"recordedby":"Mallory"')


def renumbered(lines: list[bytes]) -> list[bytes]:
    """As one does who drops or inserts an entry, and has those after it close ranks."""
    first = int(json.loads(lines[0])["id"]) if lines else 1
    return [_with_id(it, at) for at, it in enumerate(lines, first)]


def _with_id(line: bytes, position: int) -> bytes:
    head, _, rest = line.partition(b'"id":"')
    return head + b'"id":"%d"' % position + rest.partition(b'"')[2]


LIES: dict[str, Callable[[list[bytes], int, int], list[bytes]]] = {
    "flips": lambda lines, at, by: [*lines[:at], flipped(lines[at], by), *lines[at + 1 :]],
    "drops": lambda lines, at, _: [*lines[:at], *lines[at + 1 :]],
    "drops and closes ranks": lambda lines, at, _: renumbered([*lines[:at], *lines[at + 1 :]]),
    "repeats": lambda lines, at, _: [*lines[: at + 1], *lines[at:]],
    "repeats and makes room": lambda lines, at, _: renumbered([*lines[: at + 1], *lines[at:]]),
    "swaps": lambda lines, at, by: swapped(lines, at, by % len(lines)),
    "swaps and renumbers": lambda lines, at, by: renumbered(swapped(lines, at, by % len(lines))),
    "cuts off": lambda lines, at, _: lines[:at],
    "cuts a line": lambda lines, at, by: [*lines[:at], lines[at][: by % len(lines[at])]],
    "speaks HTML": lambda lines, at, _: [*lines[:at], b"<html><body>502 Bad Gateway</body></html>", *lines[at:]],
    "alters": lambda lines, at, by: [*lines[:at], other_entry(lines[at], FIELDS[by % len(FIELDS)]), *lines[at + 1 :]],
    "answers nothing": lambda *_: [],
    "goes on": lambda lines, *_: [*lines, *renumbered([lines[0], *lines, *lines])[len(lines) + 1 :]],
}


def flipped(line: bytes, by: int) -> bytes:
    at, bit = divmod(by % (len(line) * 8), 8)
    return line[:at] + bytes([line[at] ^ (1 << bit)]) + line[at + 1 :]


def swapped(lines: list[bytes], one: int, other: int) -> list[bytes]:
    lines = [*lines]
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def other_proof(proof: bytes, how: str, at: int) -> bytes:
    told = json.loads(proof)
    hashes = told["hashes"]
    lie = b64encode(bytes([at % 256]) * 32).decode()
    match how:
        case "drops":
            told["hashes"] = hashes[1:]
        case "adds":
            told["hashes"] = [*hashes, lie]
        case "changes":
            told["hashes"] = [lie, *hashes[1:]] if hashes else [lie]
        case "reverses":
            told["hashes"] = hashes[::-1]
        case "other root":
            told["root1"] = lie
        case "many":
            told["hashes"] = [lie] * 10_000
        case "none":
            told["hashes"] = []
        case "other size":
            told["size1"] += 1
        case "text":
            return b"<html>no</html>"
        case "empty":
            return b""
        case "cut":
            return proof[: at % len(proof)]
    return json.dumps(told).encode()


PROOFS = ("drops", "adds", "changes", "reverses", "other root", "many", "none", "other size", "text", "empty", "cut")


def another_key(note: bytes, name: str) -> bytes:
    return Note(Note.parsed(note).text).signed(SignerKey(name, bytes(32))).written
