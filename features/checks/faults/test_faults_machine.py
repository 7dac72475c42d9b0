"""Whatever is appended, refused, repeated, signed, copied and reopened, in any order: the log is a plain list."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import cast
from uuid import UUID

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from application.recording import Answered, Changed, Draft, Once
from domain.fact import Position
from domain.scales import Reliability
from features.checks.conftest import NewLogs
from features.checks.faults.faulty import SEED, cycles, tell
from features.checks.faults.wholeness import reopened
from features.checks.logs import NOON, Logs, draft, everywhere, rated
from features.checks.merkle_trees import Recursive
from infrastructure.merkle.checkpoints import opened
from infrastructure.merkle.encoding import unbase64_hash
from infrastructure.merkle.entries import hash_of
from infrastructure.merkle.kept import Checkpoints, signer
from infrastructure.merkle.proofs import verify_consistency, verify_inclusion
from interface.main import copied, tree_of

pytestmark = everywhere

NAMES = st.integers(1, 5)
"""Streams."""


class Log(RuleBasedStateMachine):
    """A log, and the list that it should be."""

    def __init__(self, new_logs: NewLogs) -> None:
        super().__init__()
        self.room = ExitStack()
        self.data = Path(self.room.enter_context(TemporaryDirectory()))
        self.logs: Logs = self.room.enter_context(new_logs(self.data))
        self.ledger = self.logs.open()
        self.expected = list[Draft]()
        self.keys = dict[str, tuple[str, int]]()
        self.signed = set[int]()

    def teardown(self) -> None:
        self.room.close()

    def version(self, stream: int) -> int:
        return sum(it.originator_id == UUID(int=stream) for it in self.expected)

    def next_of(self, streams: list[int]) -> list[Draft]:
        """A draft for each, which follows the last one of its stream."""
        drafts = list[Draft]()
        for stream in streams:
            version = self.version(stream) + sum(it.originator_id == UUID(int=stream) for it in drafts) + 1
            drafts.append(draft(stream, version, rated(Reliability("B")) if version > 1 else None))
        return drafts

    @rule(streams=st.lists(NAMES, min_size=1, max_size=6))
    def append(self, streams: list[int]) -> None:
        drafts, before = self.next_of(streams), len(self.expected)
        unchanged = {UUID(int=it): self.version(it) for it in streams}
        assert self.ledger.append(drafts, unchanged=unchanged) == [*range(before + 1, before + len(drafts) + 1)]
        self.expected += drafts

    @rule(count=st.sampled_from([250, 256, 300]))
    @precondition(lambda self: len(self.expected) < 1_000)
    def append_many(self, count: int) -> None:
        first = 1_000 + len(self.expected)
        drafts = [draft(first + it) for it in range(count)]
        self.ledger.append(drafts)
        self.expected += drafts

    @rule(stream=NAMES, off=st.sampled_from([-1, 1, 2]), further=st.lists(NAMES, max_size=2))
    def append_what_is_stale(self, stream: int, off: int, further: list[int]) -> None:
        with pytest.raises(Changed):
            self.ledger.append(self.next_of(further), unchanged={UUID(int=stream): self.version(stream) + off})

    @rule(stream=NAMES, off=st.sampled_from([-1, 1, 2]), further=st.lists(NAMES, max_size=2))
    def append_what_does_not_follow(self, stream: int, off: int, further: list[int]) -> None:
        drafts = self.next_of([it for it in further if it != stream])
        with pytest.raises(Changed):
            self.ledger.append([*drafts, draft(stream, self.version(stream) + 1 + off)])

    @rule(stream=NAMES, key=st.sampled_from("xyz"), digest=st.sampled_from("12"))
    def append_once(self, stream: int, key: str, digest: str) -> None:
        drafts, once = self.next_of([stream]), Once("Rima", key, digest)
        if key not in self.keys:
            self.ledger.append(drafts, once=once)
            self.expected += drafts
            self.keys[key] = (digest, len(self.expected))
            return
        with pytest.raises(Answered) as answered:
            self.ledger.append(drafts, once=once)
        assert (answered.value.digest, answered.value.receipt.position) == self.keys[key]

    @rule()
    def sign(self) -> None:
        tree_of(self.ledger, self.data).sign()
        if self.expected:
            self.signed.add(len(self.expected))

    @rule()
    def restart(self) -> None:
        self.ledger.close()
        self.ledger = self.logs.open()

    @rule(hours=st.integers(-30, 30))
    def set_the_clock(self, hours: int) -> None:
        self.logs.clock.now = NOON + timedelta(hours=hours)

    @rule()
    @precondition(lambda self: self.logs.path.exists())
    def copy(self) -> None:
        with TemporaryDirectory() as directory:
            copied(self.data, Path(directory))
            with reopened(Path(directory)) as copy:
                assert copy.stored(Position(0), 10_000) == self.ledger.stored(Position(0), 10_000)

    @invariant()
    def it_is_the_list(self) -> None:
        stored = self.ledger.stored(Position(0), 10_000)
        assert [it.id for it in stored] == [*range(1, len(self.expected) + 1)]
        assert [(it.originator_id, it.originator_version) for it in stored] == [it[:2] for it in self.expected]
        assert [it.fact for it in self.ledger.entries(Position(0), 10_000)] == [it.fact for it in self.expected]
        times = [it.recorded_at for it in stored]
        assert times == sorted(times)
        for stream in range(1, 6):
            assert self.ledger.recorder.version_at(UUID(int=stream), Position(len(stored))) == self.version(stream)
        begun = [it.originator_id for it in self.expected if it.originator_version == 1]
        assert self.ledger.recorder.opened("SourceRegistered", until=Position(len(stored))) == begun

    @invariant()
    def all_is_proved(self) -> None:
        tree, random = tree_of(self.ledger, self.data), Random(SEED)
        recursive = Recursive([hash_of(it) for it in self.ledger.stored(Position(0), 10_000)])
        checkpoints = Checkpoints(self.data / "checkpoints")
        assert {*checkpoints.sizes()} == self.signed
        sizes = sorted(self.signed)
        for size in sizes:
            note = checkpoints.note(size)
            assert note
            head = opened(note, signer(self.data / "log.key").verifier)
            assert (head.size, head.root) == (size, recursive.mth(0, size))
            for position in {1, size, random.randint(1, size)}:
                it = tree.inclusion(Position(position), size)
                path = [*map(unbase64_hash, it.hashes)]
                verify_inclusion(recursive.mth(position - 1, position), position - 1, size, path, head.root)
            for earlier in [random.choice(sizes), sizes[0]]:
                if earlier <= size:
                    path = [*map(unbase64_hash, tree.consistency(earlier, size).hashes)]
                    verify_consistency(earlier, size, path, recursive.mth(0, earlier), head.root)


def test_in_whatever_order_the_log_is_the_list(new_logs: NewLogs) -> None:
    tell(f"CASUS_FAULTS_SEED={SEED}, in whatever order")
    turns = cycles(6, 40)
    run = settings(max_examples=turns, stateful_step_count=25, deadline=None, database=None)
    run_state_machine_as_test(cast("type[Log]", seed(SEED)(lambda: Log(new_logs))), settings=run)
