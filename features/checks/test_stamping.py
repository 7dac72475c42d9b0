"""Time stamps over checkpoints: believed only of the very text, and on the word of an authority that one trusts."""

from base64 import encodebytes
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from hypothesis import example, given
from hypothesis import strategies as st

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
    at, by = stamped(answer, TEXT, certificates(authority.root))
    assert by == "CN=Authority"
    assert abs(at - datetime.now(UTC)) < timedelta(hours=1)


def test_a_stamp_of_another_text_is_none_of_this(authority: Authority, answer: bytes) -> None:
    with pytest.raises(NotStamped):
        stamped(answer, TEXT + b" ", certificates(authority.root))


def test_the_stamp_of_an_authority_that_nobody_trusts_is_none(answer: bytes, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other")
    with pytest.raises(NotStamped, match=r"no authority under these root certificates has signed it"):
        stamped(answer, TEXT, certificates(other.root))


@given(place=st.integers(0), bits=st.integers(1, 255))
def test_any_byte_of_a_stamp_that_is_changed_is_noticed_or_says_the_same(
    authority: Authority, answer: bytes, place: int, bits: int
) -> None:
    roots, changed = certificates(authority.root), bytearray(answer)
    changed[place % len(answer)] ^= bits
    try:
        assert stamped(bytes(changed), TEXT, roots) == stamped(answer, TEXT, roots)
    except NotStamped:
        return


@given(st.binary(max_size=300))
@example(b"")
@example(b"\x30\x03\x02\x01\x02")
def test_what_is_no_answer_is_no_stamp(authority: Authority, answer: bytes) -> None:
    with pytest.raises(NotStamped):
        stamped(answer, TEXT, certificates(authority.root))


@pytest.mark.parametrize("name", ["A", "Somebody with a long name"])
def test_other_certificates_may_lie_in_an_answer_in_whatever_order(tmp_path: Path, name: str) -> None:
    authority = Authority(tmp_path / "one")
    authority.beside(name)
    assert stamped(authority.answer(request(TEXT)), TEXT, certificates(authority.root)).by == "CN=Authority"


@pytest.mark.parametrize("name", ["A", "Somebody with a long name"])
def test_a_stamp_with_two_certificates_of_one_name_and_number_is_none(tmp_path: Path, name: str) -> None:
    """Which of them has signed is said by nobody: one may be good for time stamps, and the other have signed."""
    authority = Authority(tmp_path / "one")
    authority.beside(name, twin=True)
    with pytest.raises(NotStamped):
        stamped(authority.answer(request(TEXT)), TEXT, certificates(authority.root))


def test_another_certificate_that_can_not_be_read_does_not_crash_it(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "one")
    authority.beside("Somebody with a long name")
    answer, version = authority.answer(request(TEXT)), b"\xa0\x03\x02\x01\x02"
    assert answer.count(version) == 2
    head, own, other = answer.split(version)
    with pytest.raises(NotStamped):
        stamped(head + version + own + b"\xa0\x03\x02\x01\x09" + other, TEXT, certificates(authority.root))


def test_a_stamp_from_after_its_certificate_was_valid_is_none(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "one", timedelta(days=-1))
    with pytest.raises(NotStamped, match="expired"):
        stamped(authority.answer(request(TEXT)), TEXT, certificates(authority.root))


def test_what_is_no_certificate_is_refused() -> None:
    with pytest.raises(Malformed):
        certificates(b"no PEM")


@given(place=st.integers(0), bits=st.integers(1, 255))
def test_a_certificate_of_which_anything_is_changed_is_refused_or_trusted_for_less(
    authority: Authority, answer: bytes, place: int, bits: int
) -> None:
    changed = bytearray(authority.root)
    changed[place % len(changed)] ^= bits
    try:
        stamped(answer, TEXT, certificates(bytes(changed)))
    except (Malformed, NotStamped):
        return


@pytest.mark.parametrize(
    ("part", "other"),
    [(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x09"), (b"\x0c\x04Root", b"\x0c\x04Ro\xff\xff")],
)
def test_a_certificate_that_openssl_can_not_read_is_none(authority: Authority, part: bytes, other: bytes) -> None:
    der = load_pem_x509_certificate(authority.root).public_bytes(Encoding.DER)
    pem = b"-----BEGIN CERTIFICATE-----\n%b-----END CERTIFICATE-----\n" % encodebytes(der.replace(part, other))
    with pytest.raises(Malformed):
        certificates(pem)
