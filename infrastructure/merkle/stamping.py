"""Time stamps over checkpoints (RFC 3161): that a text existed by a time, on the word of a time-stamping authority.

Nothing is sent: a request is a file to be sent to an authority, its answer one that comes back.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from infrastructure.merkle.encoding import Malformed


class NotStamped(ValueError):
    """An answer that does not show that this text existed by a time."""


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
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        raise Malformed("This is no PEM file with certificates.") from error


def stamped(answer: bytes, text: bytes, roots: Sequence[Certificate]) -> datetime:
    """By when the text existed, as an authority under one of these root certificates has signed.

    Raises:
        NotStamped: the answer is no stamp, of another text, or not signed by such an authority.
    """
    try:
        response = decode_timestamp_response(answer)
        verifier = VerifierBuilder(roots=[*roots]).build()
        verifier.verify(response, sha256(text).digest())
        return response.tst_info.gen_time.astimezone(UTC)
    except (VerificationError, ValueError) as error:
        raise NotStamped(f"The answer is no time stamp of this checkpoint: {error}") from error
