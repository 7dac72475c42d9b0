"""Signed notes: a text and signatures under it, as https://c2sp.org/signed-note has them.

The cosignatures of https://c2sp.org/tlog-cosignature are signatures of such notes too: of a checkpoint and the time at
which a witness saw it. Of its two forms Casus reads and makes the one of Ed25519 (`cosignature/v1`).
"""

from collections.abc import Iterable
from typing import NamedTuple, Self

from infrastructure.merkle.encoding import Malformed, base64, unbase64
from infrastructure.merkle.keys import KeyType, SignerKey, VerifierKey, must_be_name

_DASH = "— "
_ID_SIZE, _TIME_SIZE, _SIGNATURE_SIZE = 4, 8, 64
_MOST_SIGNATURES = 100
"""As many as golang.org/x/mod/sumdb/note reads; the specification asks for at least 16."""


class NotSigned(ValueError):
    """A note that no key vouches for that one trusts, or that such a key's signature doesn't fit."""


class Signature(NamedTuple):
    """One line under a note: whose it says it is, the id of the key, and what the key made."""

    name: str
    key_id: bytes
    value: bytes


class Attestation(NamedTuple):
    """A signature that was verified: the key, and for a cosignature the POSIX time, in seconds, that it states."""

    key: VerifierKey
    time: int | None


class Note(NamedTuple):
    """A text, ending with a line break, and the signatures under it, verified or not."""

    text: str
    signatures: tuple[Signature, ...] = ()

    @property
    def written(self) -> bytes:
        """The note as UTF-8: the text, an empty line, a line for each signature.

        Raises:
            Malformed: it is no note: an unfinished line, control characters, no signature or too many.
        """
        _must_be_text(self.text)
        if not 1 <= len(self.signatures) <= _MOST_SIGNATURES:
            raise Malformed(f"A note has at least one signature, and at most {_MOST_SIGNATURES}.")
        for name, key_id, value in self.signatures:
            must_be_name(name)
            if len(key_id) != _ID_SIZE or not value:
                raise Malformed("A signature has a key id of 4 bytes, and is not empty.")
        lines = (f"{_DASH}{name} {base64(key_id + value)}\n" for name, key_id, value in self.signatures)
        return "\n".join((self.text, "".join(lines))).encode()

    @classmethod
    def received(cls, note: bytes) -> Self:
        """The note in a file as mail programs and editors leave it: with CR LF, a mark before it, or its end cut off.

        Raises:
            Malformed: it is none all the same.
        """
        return cls.parsed(note.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n")

    @classmethod
    def parsed(cls, note: bytes) -> Self:
        """The note that was written as these bytes; `written` gives exactly them back. Nothing of it is verified.

        Raises:
            Malformed: they are no note.
        """
        try:
            whole = note.decode()
        except UnicodeDecodeError as error:
            raise Malformed("A note is UTF-8.") from error
        _must_be_text(whole)
        text, empty_line, lines = whole.rpartition("\n\n")
        if not empty_line or not lines:
            raise Malformed("A note is a text, an empty line and signatures.")
        read = cls(f"{text}\n", tuple(map(_signature, lines.removesuffix("\n").split("\n"))))
        if read.written != note:
            raise Malformed("The note is not written as its text and signatures are.")
        return read

    def signed(self, key: SignerKey) -> Self:
        """The note with this key's signature in place of one that it had."""
        _must_be_text(self.text)
        return self._with(key.verifier, key.signature(self.text.encode()))

    def cosigned(self, key: SignerKey, time: int) -> Self:
        """The note, which is a checkpoint, with the cosignature of a witness: that it saw it at a POSIX time (seconds).

        Raises:
            Malformed: the time is before 1970 or beyond 2^63 - 1.
        """
        _must_be_text(self.text)
        signature = key.signature(_cosigned_message(self.text, time))
        return self._with(key.witness, time.to_bytes(_TIME_SIZE, "big") + signature)

    def attested(self, keys: Iterable[VerifierKey]) -> tuple[Attestation, ...]:
        """Who of these signed it, in the order of the signatures; signatures of other keys are passed over.

        Raises:
            NotSigned: none of them did, or a signature under the name and id of one of them is not its own.
        """
        known = {(key.name, key.id): key for key in keys}
        found = tuple(
            _attestation(self.text, known[it.name, it.key_id], it.value)
            for it in self.signatures
            if (it.name, it.key_id) in known
        )
        if not found:
            raise NotSigned(f"None of the keys asked for has signed this: {', '.join(sorted(it for it, _ in known))}.")
        return found

    def _with(self, key: VerifierKey, value: bytes) -> Self:
        others = (it for it in self.signatures if (it.name, it.key_id) != (key.name, key.id))
        return self._replace(signatures=(*others, Signature(key.name, key.id, value)))


def _attestation(text: str, key: VerifierKey, value: bytes) -> Attestation:
    message, time = text.encode(), None
    if key.type is KeyType.COSIGNATURE:
        time = int.from_bytes(value[:_TIME_SIZE], "big")
        value = value[_TIME_SIZE:]
    if len(value) == _SIGNATURE_SIZE and (time is None or time < 1 << 63):
        message = message if time is None else _cosigned_message(text, time)
        if key.verifies(message, value):
            return Attestation(key, time)
    raise NotSigned(f"The signature under the name of {key.name} is not its key's: this is not what it signed.")


def _cosigned_message(text: str, time: int) -> bytes:
    if not 0 <= time < 1 << 63:
        raise Malformed("The time of a cosignature is counted from 1970, and is below 2^63.")
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise Malformed("A signature is an em dash, a space, a name, a space and base64.")
    value = unbase64(encoded)
    return Signature(name, value[:_ID_SIZE], value[_ID_SIZE:])


def _must_be_text(text: str) -> None:
    if not text.endswith("\n"):
        raise Malformed("A note ends with a line break, and so does its text.")
    if any((it < " " and it != "\n") or "\ud800" <= it <= "\udfff" for it in text):
        raise Malformed("A note is UTF-8, and its only control character is the line break.")
