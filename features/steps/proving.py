"""Steps about proofs of the log: what an outsider makes of them, and what becomes of a log that was tampered with."""

import sqlite3
from base64 import b64decode
from collections.abc import Callable
from contextlib import closing

import pytest
from pytest_bdd import given, parsers, then, when

from application.proving import Forked
from domain.fact import Position
from features.checks.logs import register
from features.checks.merkle_trees import Recursive
from features.desk import Desk
from infrastructure.merkle.checkpoints import Checkpoint, opened
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.kept import signer
from infrastructure.merkle.keys import SignerKey
from infrastructure.merkle.leaf import leaf_hash
from infrastructure.merkle.notes import Note
from infrastructure.merkle.proof_text import LogProof
from infrastructure.merkle.proofs import ProofFailed, verify_consistency, verify_inclusion
from infrastructure.merkle.tiles import bundle_entries, tile_hashes

_TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"


@given("the log was signed")
def the_log_was_signed(desk: Desk) -> None:
    assert desk.services.proving.sign()


@given(parsers.re(r"somebody has changed the content of entry (?P<position>\d+) in its file"))
def somebody_changed(desk: Desk, position: str) -> None:
    _tamper(desk, lambda db: db.execute("UPDATE entries SET content = '{}' WHERE position = ?", (int(position),)))


@given(parsers.re(r"somebody has rolled the log back to (?P<size>\d+) entries"))
def somebody_rolled_back(desk: Desk, size: str) -> None:
    def roll_back(db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM entries WHERE position > ?", (int(size),))
        db.execute("DELETE FROM hashes WHERE number >= ?", (int(size),))

    _tamper(desk, roll_back)


@given(parsers.re(r"somebody has put another log of (?P<size>\d+) entries in its place"))
def somebody_put_another(desk: Desk, size: str) -> None:
    desk.stop()
    _tamper(desk, lambda db: [db.execute(f"DELETE FROM {it}") for it in ("answers", "entries", "hashes")])
    for number in range(int(size)):
        register(desk.services.ledger, f"Source {number}")
    desk.start()


@given("somebody has signed the last checkpoint with another key")
def somebody_signed(desk: Desk) -> None:
    [path] = (it for it in (desk.directory / "checkpoints").iterdir() if it.name.isdigit())
    other = SignerKey(signer(desk.directory / "log.key").name, bytes(32))
    path.write_bytes(Note(Note.parsed(path.read_bytes()).text).signed(other).written)


@when("its checkpoint is asked for")
def its_checkpoint(desk: Desk) -> None:
    desk.get("/log/checkpoint")


@when(parsers.re(r"the proof that entry (?P<position>\d+) is in the log is asked for(?P<text> as text)?"))
def the_inclusion_proof(desk: Desk, position: str, text: str | None) -> None:
    headers = {"Accept": "text/plain"} if text else {}
    desk.before = desk.position
    desk.answer = desk.client.get("/log/proofs/inclusion", params={"position": position}, headers=headers)


@when(parsers.re(r"the proof that the log of (?P<one>\d+) entries became that of (?P<other>\d+) is asked for"))
def the_consistency_proof(desk: Desk, one: str, other: str) -> None:
    desk.get("/log/proofs/consistency", **{"from": one, "to": other})


@when("the tiles of the log are read")
def the_tiles() -> None:
    """Each is, by its path, in the steps that follow."""


@when(parsers.re(r'"(?P<path>/[^"]+)" is asked for'))
def that_path_is_asked_for(desk: Desk, path: str) -> None:
    desk.before = desk.position
    desk.answer = desk.client.get(path)


@when("the log is to be signed")
def the_log_is_to_be_signed(desk: Desk) -> None:
    with pytest.raises(Forked):
        desk.services.proving.sign()
    desk.services.signing.once()


@then(parsers.re(r"an outsider reads in it, by the log's key, that there are (?P<size>\d+) entries"))
def an_outsider_reads(desk: Desk, size: str) -> None:
    assert desk.answer.headers["content-type"] == "text/plain; charset=utf-8"
    checkpoint = opened(Note.parsed(desk.answer.content), signer(desk.directory / "log.key").verifier)
    assert checkpoint.size == int(size)
    assert checkpoint.root == _tree(desk).mth(0, int(size))


@then(parsers.re(r"an outsider finds with it that entry (?P<position>\d+) is in the log that was signed"))
def it_is_there(desk: Desk, position: str) -> None:
    answer = desk.answer.json()
    key = signer(desk.directory / "log.key").verifier
    checkpoint = opened(Note.parsed(answer["checkpoint"].encode()), key)
    path = [b64decode(it) for it in answer["hashes"]]
    entry = _hash(desk, int(position))
    assert (b64decode(answer["leaf_hash"]), answer["index"]) == (entry, int(position) - 1)
    verify_inclusion(entry, answer["index"], checkpoint.size, path, checkpoint.root)
    text = desk.client.get(
        "/log/proofs/inclusion", params={"position": position}, headers={"Accept": "text/plain"}
    ).content
    assert LogProof.parsed(text).verified(entry, key) == checkpoint


@then(parsers.re(r"an outsider finds with it that entry (?P<position>\d+) is not there"))
def it_is_not_there(desk: Desk, position: str) -> None:
    answer = desk.answer.json()
    path = [b64decode(it) for it in answer["hashes"]]
    with pytest.raises(ProofFailed):
        verify_inclusion(_hash(desk, int(position)), answer["index"], answer["size"], path, b64decode(answer["root"]))


@then(parsers.re(r"it leads to a tree of (?P<size>\d+) entries, which nobody has signed"))
def it_leads_to_a_tree(desk: Desk, size: str) -> None:
    answer = desk.answer.json()
    assert (answer["size"], answer["checkpoint"]) == (int(size), None)
    assert b64decode(answer["root"]) == _tree(desk).mth(0, int(size))


@then(parsers.re(r"it is cited as of position (?P<position>\d+), covered by the checkpoint of (?P<size>\d+) entries"))
def it_is_cited_as_of(desk: Desk, position: str, size: str) -> None:
    answer = desk.answer.json()
    checkpoint = opened(Note.parsed(answer["cite"]["checkpoint"].encode()), signer(desk.directory / "log.key").verifier)
    assert (answer["cite"]["position"], checkpoint.size) == (int(position), int(size))
    assert answer["position"] == int(position)


@then("it does not say how it is cited")
def it_is_not_cited(desk: Desk) -> None:
    assert "cite" not in desk.answer.json()


@then("an outsider finds with it that the one was the beginning of the other")
def it_is_consistent(desk: Desk) -> None:
    answer = desk.answer.json()
    heads = [_checkpoint(desk, answer[name]) for name in ("size1", "size2")]
    path = [b64decode(it) for it in answer["hashes"]]
    verify_consistency(heads[0].size, heads[1].size, path, heads[0].root, heads[1].root)


@then("both checkpoints are still there")
def both_are_there(desk: Desk) -> None:
    assert [_checkpoint(desk, size).size for size in (3, 4)] == [3, 4]


@then(parsers.re(r'an outsider makes the root of (?P<size>\d+) entries from the tile "(?P<path>[^"]+)"'))
def from_the_tile(desk: Desk, size: str, path: str) -> None:
    hashes = tile_hashes(desk.client.get(f"/log/tile/{path}").content)
    assert Recursive(hashes).mth(0, int(size)) == _tree(desk).mth(0, int(size))


@then(parsers.re(r'the same from the entries in "(?P<path>[^"]+)"'))
def from_the_entries(desk: Desk, path: str) -> None:
    entries = bundle_entries(desk.client.get(f"/log/tile/{path}").content)
    assert Recursive([*map(leaf_hash, entries)]).mth(0, len(entries)) == _tree(desk).mth(0, len(entries))


@then("it is refused as Forked, and the alarm is raised")
def the_alarm_is_raised(desk: Desk) -> None:
    assert desk.services.signing.alarm
    assert desk.get("/health").json()["alarm"] == desk.services.signing.alarm


@then(parsers.re(r"the last checkpoint is still that of (?P<size>\d+) entries"))
def the_last_is_still(desk: Desk, size: str) -> None:
    assert Checkpoint.parsed(Note.parsed(desk.get("/log/checkpoint").content).text).size == int(size)


def _checkpoint(desk: Desk, size: int) -> Checkpoint:
    note = Note.parsed(desk.client.get("/log/checkpoint", params={"size": str(size)}).content)
    return opened(note, signer(desk.directory / "log.key").verifier)


def _tree(desk: Desk) -> Recursive:
    return Recursive([hash_of(it) for it in desk.services.ledger.stored(Position(0), 1_000)])


def _hash(desk: Desk, position: int) -> bytes:
    [entry] = desk.services.ledger.stored(Position(position - 1), 1)
    return hash_of(entry)


def _tamper(desk: Desk, change: Callable[[sqlite3.Connection], object]) -> None:
    """As somebody does who can write the file: the triggers keep out mistakes, not malice."""
    with closing(sqlite3.connect(desk.directory / "log.sqlite")) as db:
        for (name,) in db.execute(_TRIGGERS).fetchall():
            db.execute(f"DROP TRIGGER {name}")
        change(db)
        db.commit()
