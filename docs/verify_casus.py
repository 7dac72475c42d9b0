"""Verifies a bundle of a Casus log by docs/log_format.md."""  # noqa: INP001 - a program to be handed on by itself

import json
import re
from argparse import ArgumentParser, FileType
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial, reduce
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

UID, NUMBER = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", r"([1-9][0-9]*)"
ENTRY = re.compile(
    rf'(?a)\A{{"specversion":"1\.0","id":"{NUMBER}","source":"/log","type":"casus\.(\w+)","subject":"{UID}",'
    r'"time":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6})Z","datacontenttype":"application/json",'
    rf'"streamversion":{NUMBER},"form":{NUMBER},"recordedby":("(?:[^"\\]|\\.)*"),"cause":"{UID}","data":({{.*}})}}\n\Z'
)
OPENED_BY = {"incidents": "IncidentReported", "claims": "ClaimMade", "figures": "CasualtyReported"}
FIELDS = "bundle:s of:s origin:s key:s size:i entries:i checkpoint:s earlier:l since:[dN] timestamp:[sN]"
ITSELF = "\nThis proves only that it agrees with itself: compare its key with the published one."
UNSIGNED, CHANGED = "a checkpoint is not what the key has signed", "it is not what was signed, or its proof was changed"
written = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def must(holds: object, words: str) -> None:
    """Raises an AssertionError, in these words, unless something holds."""
    if not holds:
        raise AssertionError(words)


def words_of(error: Exception) -> str:
    """What is wrong, whatever was met."""
    known = {AssertionError: str(error), StopIteration: "it is missing", InvalidSignature: UNSIGNED}
    return known.get(type(error), "what stands there is not as Casus writes a bundle")


def node(left: bytes, right: bytes) -> bytes:
    """The hash of a tree's node over two others (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def unbase64(text: str) -> bytes:
    """Base64 in its one spelling."""
    must(b64encode(b64decode(text)).decode() == text, "there is base64 that is not spelled as it should")
    return b64decode(text)


def object_of(line: str, fields: str) -> dict[str, Any]:
    """A line of JSON with these fields, in their order and each with the initial of its kind, in its one spelling."""
    told = json.loads(line)
    right = re.fullmatch(fields, " ".join(f"{name}:{type(it).__name__[0]}" for name, it in told.items()))
    must(right and f"{written(told)}\n" == line, "what stands there is no such line as should")
    return dict(told)


def entry_of(line: str) -> tuple[int, bytes, tuple[str, str], int, str]:
    """An entry, spelled exactly as Casus does: position, hash of its leaf, fact and stream, version there, and time."""
    ((position, fact, stream, time, version, form, by, cause, data),) = ENTRY.findall(line)
    name, held = json.loads(by).encode(), data.encode()
    must(written(json.loads(by)) == by and json.loads(data, parse_constant=int) is not None, "it is not spelled so")
    since = (datetime.fromisoformat(f"{time}Z") - datetime.fromisoformat("1970-01-01T00:00Z")) // timedelta(0, 0, 1)
    leaf = b"casus/entry/v1\n" + (int(position) - 1).to_bytes(8) + bytes.fromhex(stream.replace("-", ""))
    leaf += int(version).to_bytes(8) + len(fact).to_bytes(2) + fact.encode() + int(form).to_bytes(4)
    leaf += since.to_bytes(8, signed=True) + len(name).to_bytes(2) + name + bytes.fromhex(cause.replace("-", ""))
    kind, held = (b"\x00", held) if len(held) <= 1 << 15 else (b"\x01", sha256(held).digest())
    leaf += kind + len(held).to_bytes(4) + held
    must(len(leaf) < 1 << 16, "it is longer than an entry may be")
    return int(position), sha256(b"\x00" + leaf).digest(), (fact, stream), int(version), time


def checkpoint(note: str, vkey: str) -> tuple[int, bytes]:
    """Size and root in a signed note (C2SP signed-note and tlog-checkpoint), if this key has signed it."""
    (name, id, key), (text, _, under) = vkey.split("+", 2), note.rpartition("\n\n")
    public, line = unbase64(key), r"— ([^\s+]+) (\S+)\n"
    must(sha256(f"{name}\n".encode() + public).hexdigest()[:8] == id and public[:1] == b"\x01", "it holds no key")
    must(re.fullmatch(f"({line}){{1,100}}", under) and min(note.replace("\n", " ")) >= " ", "it holds what is no note")
    made = [(by, unbase64(signature)) for by, signature in re.findall(line, under)]
    own = [it[4:] for by, it in made if (by, it[:4].hex()) == (name, id)]
    must(own and all(it[4:] for _, it in made), UNSIGNED)
    for it in own:
        Ed25519PublicKey.from_public_bytes(public[1:]).verify(it, f"{text}\n".encode())
    origin, size, root, *more = text.split("\n")
    must(origin == name and "" not in more and str(int(size)) == size, "it is of another log, or no checkpoint")
    return int(size), unbase64(root)


def climb(at: int, last: int, start: bytes, path: list[str]) -> tuple[bytes, bytes]:
    """The roots that a proof leads to from a hash, of the smaller tree and the larger (RFC 9162, 2.1.3.2, 2.1.4.2)."""
    one = other = start
    for hash in map(unbase64, path):
        must(last and len(hash) == len(start), "the proof is too long")
        left = at % 2 or at == last
        one, other = (node(hash, one), node(hash, other)) if left else (one, node(other, hash))
        up = (at & -at).bit_length() if left else 1  # past the levels on which the last node has no sibling
        at, last = at >> up, last >> up
    must(last == 0, "the proof is too short")
    return one, other


def goes_on(old: tuple[int, bytes], new: tuple[int, bytes], path: list[str]) -> bool:
    """Whether the log of a checkpoint is proved to begin with that of an older one."""
    if old[0] in {0, new[0]}:
        return not path and (old[0] == 0 or old == new)
    at, last, path = old[0] - 1, new[0] - 1, [b64encode(old[1]).decode()][: not old[0] & (old[0] - 1)] + path
    at, last = (it >> (~at & (at + 1)).bit_length() - 1 for it in (at, last))
    return old[0] < new[0] and path != [] and climb(at, last, unbase64(path[0]), path[1:]) == (old[1], new[1])


def right(leaves: list[bytes], signed: dict[int, bytes]) -> set[int]:
    """The sizes at which the tree over these leaves has the root that was signed; 0 is always one."""
    nodes, found = list[bytes](), {0}
    for at, leaf in enumerate(leaves, 1):
        nodes.append(leaf)
        for _ in range((at & -at).bit_length() - 1):
            nodes[-2:] = [node(*nodes[-2:])]
        if at in signed and reduce(lambda it, left: node(left, it), reversed(nodes)) == signed[at]:
            found.add(at)
    return found


def read(lines: Iterator[str], manifest: dict[str, Any], signed: dict[int, bytes]) -> None:
    """The entries, each after what proves it: in a whole bundle the hashes of 256, in part a proof of its own."""
    size, position, other, before = manifest["size"], 0, 0, ""
    (kind, _, id), whole, opened = manifest["of"].partition("/"), manifest["of"] == "log", manifest["of"] == "log"
    found, kept, versions, proof = list[bytes](), list[bytes](), dict[str, int](), dict[str, Any]()
    for _ in range(manifest["entries"]):
        try:
            position, last = position + 1 if whole else 0, position
            if not whole:
                proof = object_of(next(lines), "position:i hashes:l")
                position = proof["position"]
                must(last < position <= size, "it is out of its order, or stands twice")
            elif last % 256 == 0:
                tile, width = object_of(next(lines), "tile:i hashes:s"), min(256, size - last)
                hashes = unbase64(tile["hashes"])
                must((tile["tile"], len(hashes)) == (last // 256, 32 * width), "other hashes stand before it")
                kept += [hashes[32 * it : 32 * it + 32] for it in range(width)]
            at, hash, thing, version, time = entry_of(next(lines))
            position = at if last < at < position else position  # the proof is rather in a wrong place than the entry
            must(at == proof.get("position", position), "it is missing, or out of its order, or of another number")
            found.append(hash)
            other = other or (position if whole and hash != kept[last] else 0)
            must(whole or climb(position - 1, size - 1, hash, proof["hashes"])[1] == signed[size], CHANGED)
            must(version == versions.get(thing[1], 0) + 1, "versions of its stream are missing before it")
            must(time >= before, "it is back-dated: recorded before the one before it")
            versions[thing[1]], before, opened = version, time, opened or thing == (OPENED_BY.get(kind), id)
        except Exception as error:  # whatever goes wrong in reading it is wrong with it
            where = f"entry {other or position}" if other or position else f"after entry {last}"
            raise AssertionError(f"{where}: {CHANGED if other else words_of(error)}") from error
    must(opened, f"it does not hold how that began which it says that it is of: {manifest['of']!a}")
    entries, sides = right(found, signed), right(kept, signed)
    if bad := [it for it in sorted(signed) if it and it not in entries] if whole else []:
        must(not 0 < other <= max(sides), f"entry {other}: {CHANGED}")
        must(0, f"entry {max(it for it in entries | sides if it < bad[0]) + 1} to {bad[0]}: it is not what was signed")
    must(not other, f"entry {other}: it is what was signed, but the hash that stands before it is not its own")


def verify(bundle: Iterator[str], key: str | None, since: str | None) -> str:
    """What a bundle is; it raises if that is not what the key has signed, or did not go on from a kept checkpoint."""
    it = object_of(next(bundle, ""), FIELDS)
    size, vkey, whole, told = it["size"], it["key"], it["of"] == "log", it["since"]
    must(key in {None, vkey}, f"it is signed by another key, or of another log: {vkey!a}")
    must((it["bundle"], it["origin"]) == ("casus/v1", vkey.partition("+")[0]), "it is no bundle of that log")
    head, earlier = checkpoint(it["checkpoint"], vkey), [checkpoint(note, vkey) for note in it["earlier"]]
    must(head[0] == size and (not whole or it["entries"] == size), f"its checkpoint is of {head[0]} entries")
    order = [*earlier, head] == sorted(dict([*earlier, head]).items()) and not earlier[100 * whole :]
    must(order and (it["timestamp"] is None or unbase64(it["timestamp"])), "it holds what no bundle does, or not so")
    kept, old = ([] if note is None else [checkpoint(note, vkey)] for note in (since, told and told["checkpoint"]))
    goes = told is None or goes_on(old[0], head, object_of(f"{written(told)}\n", "checkpoint:s hashes:l")["hashes"])
    must(goes, "that it went on from an older checkpoint is not proved")
    must(not kept or kept[0][0] <= size, "the log was rolled back: there were more entries in the checkpoint you kept")
    must(whole or not kept or kept[0] in [*old, head] or not kept[0][0], "nothing proves that it went on since that")
    signed = {0: sha256().digest()}
    for length, root in [*earlier, *old, head, *kept]:
        must(signed.setdefault(length, root) == root, f"the log was forked: two of {length} entries were signed")
    read(bundle, it, signed)
    must(next(bundle, None) is None, f"{f'entry {size + 1}: ' if whole else ''}the bundle goes on after its last entry")
    return f"Right: {it['entries']} entries of {it['origin']!a}, of {size}: {it['of']}.{'' if key else ITSELF}"


if __name__ == "__main__":
    asked = ArgumentParser(description="Ends in 0 if all is right; in 1 if not, naming the first wrong entry.")
    asked.add_argument("bundle", type=FileType("rb"))
    asked.add_argument("--key", help="the key that the log's keeper has published, or a file with it; else its own")
    asked.add_argument("--since", type=FileType("rb"), help="a checkpoint that was kept from before")
    given = asked.parse_args()
    key = given.key and (Path(given.key).read_text() if Path(given.key).is_file() else given.key).strip("\ufeff \t\r\n")
    since = given.since and f"{given.since.read().decode('utf-8-sig', 'replace').replace(chr(13), '').rstrip()}\n"
    if (key is not None and [*map(len, key.split("+", 2))][1:] != [8, 44]) or (since and "\n\n" not in since):
        asked.error("--key is neither a key (NAME+ID+KEY) nor a file that holds one, or --since is no checkpoint")
    try:
        print(verify(map(bytes.decode, iter(partial(given.bundle.readline, 1 << 26), b"")), key, since))  # noqa: T201
    except Exception as error:  # noqa: BLE001 - as above
        raise SystemExit(f"WRONG: {words_of(error)}") from None
