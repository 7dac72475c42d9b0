"""Time stamps over checkpoints: believed only of the very text, and on the word of an authority that one trusts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from features.checks.stamping_authority import NOT_HERE, Authority, is_here
from infrastructure.merkle.encoding import Malformed
from infrastructure.merkle.stamping import NotStamped, certificates, request, stamped

pytestmark = pytest.mark.skipif(not is_here(), reason=NOT_HERE)
TEXT = b"casus/1\n3\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authorities") / "one")


@pytest.fixture(scope="module")
def answer(authority: Authority) -> bytes:
    return authority.answer(request(TEXT))


def test_a_stamp_tells_by_when_the_text_was(authority: Authority, answer: bytes) -> None:
    at = stamped(answer, TEXT, certificates(authority.root))
    assert abs(at - datetime.now(UTC)) < timedelta(hours=1)


def test_a_stamp_of_another_text_is_none_of_this(authority: Authority, answer: bytes) -> None:
    with pytest.raises(NotStamped):
        stamped(answer, TEXT + b" ", certificates(authority.root))


def test_the_stamp_of_an_authority_that_nobody_trusts_is_none(answer: bytes, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other")
    with pytest.raises(NotStamped):
        stamped(answer, TEXT, certificates(other.root))


def test_any_byte_of_a_stamp_that_is_changed_is_noticed_or_says_the_same(authority: Authority, answer: bytes) -> None:
    roots, at = certificates(authority.root), stamped(answer, TEXT, certificates(authority.root))
    for place in range(0, len(answer), 7):
        changed = bytearray(answer)
        changed[place] ^= 0x10
        try:
            assert stamped(bytes(changed), TEXT, roots) == at, place
        except NotStamped:
            continue


@pytest.mark.parametrize("answer", [b"", b"\x30\x03\x02\x01\x02", b"no answer at all"])
def test_what_is_no_answer_is_no_stamp(authority: Authority, answer: bytes) -> None:
    with pytest.raises(NotStamped):
        stamped(answer, TEXT, certificates(authority.root))


def test_what_is_no_certificate_is_refused() -> None:
    with pytest.raises(Malformed):
        certificates(b"no PEM")
