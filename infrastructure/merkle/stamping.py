"""Time stamps over checkpoints (RFC 3161): that a text existed by a time, on the word of a time-stamping authority.

Nothing is sent: a request is a file to be sent to an authority, its answer one that comes back.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from cryptography.x509 import Certificate, InvalidVersion, load_der_x509_certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerifierBuilder,
    decode_timestamp_response,
)

from infrastructure.merkle.encoding import Malformed

_CERTIFICATES, _LONG = 0xA0, 0x80  # the tag of the certificates in what is signed; a length of several bytes
_UNTRUSTED = re.compile(r'Error while verifying certificates: .*Verify error: ([^"]*).*', re.DOTALL)
"""What OpenSSL tells of certificates, among much else."""


class NotStamped(ValueError):
    """An answer that does not show that this text existed by a time."""


class Stamp(NamedTuple):
    """By when a text existed (UTC), and who says so: the subject of the authority's certificate (RFC 4514)."""

    at: datetime
    by: str


def request(text: bytes) -> bytes:
    """The request (DER) for a stamp over a text. It has no nonce: the same answer may come twice, and be right."""
    builder = TimestampRequestBuilder().data(text).hash_algorithm(HashAlgorithm.SHA256)
    stamped: bytes = builder.nonce(nonce=False).cert_request(cert_request=True).build().as_bytes()
    return stamped


def certificates(pem: bytes) -> Sequence[Certificate]:
    """The certificates in a PEM file.

    Raises:
        Malformed: there are none in it.
    """
    try:
        found = load_pem_x509_certificates(pem)
        for it in found:  # whose names are read only when they are asked for, and must be, before OpenSSL has to
            it.subject.rfc4514_string(), it.issuer.rfc4514_string()
    except (ValueError, InvalidVersion) as error:
        raise Malformed("This is no PEM file with certificates.") from error
    return found


def stamped(answer: bytes, text: bytes, roots: Sequence[Certificate]) -> Stamp:
    """By when the text existed, as an authority under one of these root certificates has signed.

    Its certificates must have been valid then. Whether one was revoked is not asked: nobody is called.

    Raises:
        NotStamped: the answer is no stamp, of another text, or not signed by such an authority.
    """
    try:
        response = decode_timestamp_response(_in_order(answer))
        VerifierBuilder(roots=[*roots]).build().verify(response, sha256(text).digest())
        return Stamp(response.tst_info.gen_time.astimezone(UTC), _signer(response).subject.rfc4514_string())
    except Exception as error:  # whatever the libraries meet in what somebody has made
        why = _UNTRUSTED.sub(r"no authority under these root certificates has signed it (\1)", str(error))
        raise NotStamped(f"The answer is no time stamp of this checkpoint: {why}") from error


def _signer(response: TimeStampResponse) -> Certificate:
    """The certificate of who signed. The only one of that name and number: nobody signed which lie there."""
    [signed] = response.signed_data.signer_infos
    found = map(load_der_x509_certificate, response.signed_data.certificates)
    own = [it for it in found if (it.issuer, it.serial_number) == (signed.issuer, signed.serial_number)]
    if len(own) != 1:
        raise NotStamped("Two certificates in it are called alike.")
    return own[0]


def _in_order(answer: bytes) -> bytes:
    """An answer with its certificates in the order that DER asks of a set, if it can be read so far.

    OpenSSL doesn't sort them, and so many an authority. Nobody signs their order.
    """
    try:
        [(_, body, end)] = _values(answer, 0, len(answer))
        _, (_, body, end) = _values(answer, body, end)  # after the status the token: RFC 3161, 2.4.2
        _, (_, body, end) = _values(answer, body, end)
        [(_, body, end)] = _values(answer, body, end)  # what is signed: RFC 5652, 5.1
        fields = _values(answer, body, end)
        body, end = next((body, end) for start, body, end in fields if answer[start] == _CERTIFICATES)
        ordered = sorted(answer[first:last] for first, _, last in _values(answer, body, end))
        return answer[:body] + b"".join(ordered) + answer[end:]
    except (ValueError, IndexError, StopIteration):
        return answer  # what it is instead is said where it is read


def _values(der: bytes, at: int, end: int) -> Sequence[tuple[int, int, int]]:
    """Of the values (DER) between two places: where each begins, where its content does, and where it ends.

    Raises:
        ValueError: one would end beyond them.
        IndexError: one would begin at their end.
    """
    found = list[tuple[int, int, int]]()
    while at < end:
        start, size, body = at, der[at + 1], at + 2
        if size >= _LONG:
            body += size - _LONG
            size = int.from_bytes(der[at + 2 : body], "big")
        at = body + size
        if at > end:
            raise ValueError
        found.append((start, body, at))
    return found
