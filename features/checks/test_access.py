"""Tokens are shown once, kept as keyed hashes, and open nothing once they are expired or revoked."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from application.access import AlreadyRevoked, ExpiryInThePast, NoSuchToken, TokenStore
from domain.actor import Actor, Role
from infrastructure.access import Access, AccessUnusable

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_access(tmp_path: Path, clock: Clock) -> Iterator[Callable[[], Access]]:
    opened = []

    def open_one() -> Access:
        opened.append(Access(tmp_path, clock))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def access(open_access: Callable[[], Access]) -> Access:
    return open_access()


def test_a_token_stands_for_its_owner_and_role(access: TokenStore) -> None:
    token, secret = access.create("Rima Ḥaddād", Role.REVIEWER, None)
    assert access.actor(secret) == Actor(name="Rima Ḥaddād", role=Role.REVIEWER)
    assert access.list() == [token]
    assert (token.created_at, token.expires_at, token.revoked_at) == (NOON, None, None)


def test_a_secret_has_its_form_and_is_never_the_same(access: Access) -> None:
    secrets = [access.create("Rima", Role.VIEWER)[1] for _ in range(20)]
    assert len(set(secrets)) == 20
    for secret, token in zip(secrets, access.list(), strict=True):
        casus, id, random = secret.split("_", 2)
        assert (casus, id, len(id), len(random)) == ("casus", token.id, 12, 43)


def test_no_file_holds_a_secret_and_nobody_else_may_read_them(access: Access, tmp_path: Path) -> None:
    token, secret = access.create("Rima", Role.ANALYST)
    assert secret not in repr(token)
    files = list(tmp_path.iterdir())
    assert {"access.sqlite", "access.key"} <= {file.name for file in files}
    for file in files:
        assert file.stat().st_mode & 0o777 == 0o600, file
        assert secret.rpartition("_")[2].encode() not in file.read_bytes()
    access.close()
    assert secret.rpartition("_")[2].encode() not in (tmp_path / "access.sqlite").read_bytes()


def test_the_hash_is_worth_nothing_without_the_key(access: Access, tmp_path: Path, clock: Clock) -> None:
    _, secret = access.create("Rima", Role.ANALYST)
    access.close()
    (tmp_path / "access.key").write_bytes(b"k" * 32)
    other = Access(tmp_path, clock)
    assert other.actor(secret) is None
    other.close()


def test_a_wrong_secret_opens_nothing(access: Access) -> None:
    secret = access.create("Rima", Role.ANALYST)[1]
    other = access.create("Sami", Role.VIEWER)[1]
    last = "A" if secret[-1] != "A" else "B"
    wrong = [secret[:-1] + last, secret[:-1], secret + "A", secret + "\n", " " + secret, secret.upper(), ""]
    wrong += [secret[:19] + other[19:], "casus_" + "0" * 12 + secret[18:], secret[:-1] + "é", secret + "\ud800"]
    assert [access.actor(one) for one in wrong] == [None] * len(wrong)


@settings(deadline=None)
@given(text=st.text(st.characters(), max_size=80))
@example(text="\ud800")
def test_no_text_whatever_is_an_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    access = Access(tmp_path_factory.getbasetemp() / "one", Clock())
    assert access.actor(text) is None
    with pytest.raises(NoSuchToken):
        access.revoke(text)
    access.close()


def test_an_expired_token_opens_nothing(access: Access, clock: Clock) -> None:
    _, secret = access.create("Rima", Role.ANALYST, NOON + HOUR)
    clock.now = NOON + HOUR - timedelta(microseconds=1)
    assert access.actor(secret)
    clock.now = NOON + HOUR
    assert access.actor(secret) is None
    assert access.any()


def test_a_token_expires_after_its_creation(access: Access) -> None:
    with pytest.raises(ExpiryInThePast):
        access.create("Rima", Role.ANALYST, NOON)
    assert not access.any()


@pytest.mark.parametrize("owner", ["", " ", "a\nb", "\ud800", "a" * 501])
def test_an_owner_is_a_line(access: Access, owner: str) -> None:
    with pytest.raises(ValidationError):
        access.create(owner, Role.ANALYST)
    assert access.list() == []


def test_an_expiry_has_its_offset(access: Access) -> None:
    with pytest.raises(ValidationError):
        access.create("Rima", Role.ANALYST, (NOON + HOUR).replace(tzinfo=None))
    assert access.list() == []


def test_revoking_the_last_token_does_not_open_the_house(access: Access, clock: Clock) -> None:
    assert not access.any()
    token, secret = access.create("Rima", Role.ANALYST)
    clock.now += HOUR
    revoked = access.revoke(token.id)
    assert revoked == token.model_copy(update={"revoked_at": NOON + HOUR})
    assert access.list() == [revoked]
    assert access.actor(secret) is None
    assert access.any()
    with pytest.raises(AlreadyRevoked):
        access.revoke(token.id)


def test_tokens_outlive_the_process(open_access: Callable[[], Access]) -> None:
    first = open_access()
    expires_at = datetime.fromisoformat("9999-12-31T23:59:59.999999-12:00")
    token, secret = first.create("Rima", Role.ANALYST, expires_at)
    first.close()
    second = open_access()
    assert (second.list(), second.actor(secret)) == ([token], Actor(name="Rima", role=Role.ANALYST))


_ELSEWHERE = """
import sys; from datetime import UTC, datetime; from pathlib import Path
from domain.actor import Role; from infrastructure.access import Access
access = Access(Path(sys.argv[1]), lambda: datetime(2026, 3, 1, 12, tzinfo=UTC))
print(access.create("Sami", Role.VIEWER)[1])
access.revoke(sys.argv[2])
access.close()
"""


def test_what_another_process_does_counts_at_once(access: Access, tmp_path: Path) -> None:
    token, secret = access.create("Rima", Role.ANALYST)
    assert access.actor(secret)
    command = [sys.executable, "-c", _ELSEWHERE, str(tmp_path), token.id]
    made = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    assert access.actor(made) == Actor(name="Sami", role=Role.VIEWER)
    assert access.actor(secret) is None


def test_many_threads_and_many_openings_share_one_key(open_access: Callable[[], Access]) -> None:
    shared = open_access()

    def create(turn: int) -> list[str]:
        access = shared if turn % 2 else open_access()
        for token, _ in [access.create("Sami", Role.VIEWER) for _ in range(5)]:
            access.revoke(token.id)
        return [access.create("Rima", Role.ANALYST)[1] for _ in range(5)]

    with ThreadPoolExecutor(8) as threads:
        secrets = [secret for some in threads.map(create, range(8)) for secret in some]
        assert all(threads.map(shared.actor, secrets))
    assert len(shared.list()) == 80


@pytest.mark.parametrize("key", [b"", b"k" * 31, b"k" * 33])
def test_a_key_of_another_length_is_refused(access: Access, tmp_path: Path, clock: Clock, key: bytes) -> None:
    (tmp_path / "access.key").write_bytes(key)
    with pytest.raises(AccessUnusable, match=rf"access\.key has {len(key)} bytes instead of 32"):
        Access(tmp_path, clock)


def test_a_lost_key_is_not_replaced_while_there_are_tokens(access: Access, tmp_path: Path, clock: Clock) -> None:
    access.create("Rima", Role.ANALYST)
    (tmp_path / "access.key").unlink()
    with pytest.raises(AccessUnusable, match=r"access\.key is missing"):
        Access(tmp_path, clock)
    assert not (tmp_path / "access.key").exists()


def test_files_that_are_something_else_are_refused(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "access.sqlite").write_bytes(b"not a database, but long enough to be taken for one" * 20)
    (tmp_path / "b" / "access.key").mkdir(parents=True)
    (tmp_path / "c").write_text("no directory")
    for place in "abc":
        with pytest.raises(AccessUnusable, match=r"access\."):
            Access(tmp_path / place, clock)


def test_a_failed_opening_leaves_nothing_open(access: Access, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "access.key").write_bytes(b"")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "access.sqlite").write_bytes(b"not a database" * 100)
    access.close()  # SQLite keeps descriptors for later while anybody here has the file open
    before = len(list(Path("/proc/self/fd").iterdir()))
    for place in (tmp_path, tmp_path / "a"):
        with pytest.raises(AccessUnusable) as kept:  # and with it the traceback, so that nothing is closed by chance
            Access(place, clock)
        assert kept.tb
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_the_log_of_the_database_is_synced(access: Access) -> None:
    assert access._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert access._db.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_an_opening_waits_for_another_that_is_under_way(open_access: Callable[[], Access], tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "access.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE a (b)")
    other.execute("BEGIN IMMEDIATE")  # for a writer SQLite itself doesn't wait before it changes to WAL
    Timer(0.1, other.close).start()
    assert not open_access().any()
