"""Ed25519 keys that sign notes, and the texts that they are handed on as: https://c2sp.org/signed-note.

A verifier key (vkey) is `<name>+<key id in hex>+<base64 of type and public key>`. A signer key is kept as
golang.org/x/mod/sumdb/note keeps it: `PRIVATE+KEY+<name>+<key id in hex>+<base64 of type and seed>`.
"""

from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from infrastructure.merkle.encoding import Malformed, base64, unbase64

_SECRET = "PRIVATE+KEY+"  # noqa: S105 - what a key's text begins with, not a key
_KEY_SIZE = 32


class KeyType(IntEnum):
    """What a key signs, by the signature type bytes that signed-note assigns."""

    NOTE = 0x01
    """Ed25519 over the text of a note."""

    COSIGNATURE = 0x04
    """Ed25519 over a checkpoint and the time at which a witness saw it: https://c2sp.org/tlog-cosignature."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key under the name of its owner, for one type of signature."""

    name: str
    type: KeyType
    public: bytes

    def __post_init__(self) -> None:
        must_be_name(self.name)
        if len(self.public) != _KEY_SIZE:
            raise Malformed("A public key of Ed25519 has 32 bytes.")

    @property
    def id(self) -> bytes:
        """The key id: 4 bytes that a signature names its key by. It is short: it finds a key, and proves nothing."""
        return _id(self.name, self.type, self.public)

    @property
    def vkey(self) -> str:
        """The key as the text that verifiers are configured with."""
        return f"{self.name}+{self.id.hex()}+{base64(bytes([self.type]) + self.public)}"

    @classmethod
    def parsed(cls, vkey: str) -> Self:
        """The key that a vkey is.

        Raises:
            Malformed: it isn't one, its id is not its own, or its type is neither a note's nor a cosignature's.
        """
        name, id, type, public = _parts(vkey)
        key = cls(name, type, public)
        if key.id.hex() != id:
            raise Malformed("The id in the key is not that of its name, type and public key.")
        return key

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether the 64 bytes are this key's signature of the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class SignerKey:
    """A private key under the name of its owner; its text is a secret, and nothing but `secret` shows it."""

    def __init__(self, name: str, seed: bytes) -> None:
        must_be_name(name)
        if len(seed) != _KEY_SIZE:
            raise Malformed("The seed of an Ed25519 key has 32 bytes.")
        self.name = name
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._key.public_key().public_bytes_raw()

    @property
    def secret(self) -> str:
        """The key as the text that its owner keeps."""
        return f"{_SECRET}{self.name}+{self.verifier.id.hex()}+{base64(bytes([KeyType.NOTE]) + self._seed)}"

    @property
    def verifier(self) -> VerifierKey:
        """The public key for notes that this key signs."""
        return VerifierKey(self.name, KeyType.NOTE, self._public)

    @property
    def witness(self) -> VerifierKey:
        """The public key for checkpoints that this key cosigns."""
        return VerifierKey(self.name, KeyType.COSIGNATURE, self._public)

    @classmethod
    def parsed(cls, secret: str) -> Self:
        """The key that its owner's text is.

        Raises:
            Malformed: it isn't one; the answer doesn't repeat it.
        """
        if not secret.startswith(_SECRET):
            raise Malformed("A signer key begins with PRIVATE+KEY+.")
        name, id, type, seed = _parts(secret.removeprefix(_SECRET))
        key = cls(name, seed)
        if type is not KeyType.NOTE or key.verifier.id.hex() != id:
            raise Malformed("The id in the key is not that of its name, type and public key.")
        return key

    def signature(self, message: bytes) -> bytes:
        """The 64 bytes of this key's signature of the message (RFC 8032)."""
        return self._key.sign(message)


def must_be_name(name: str) -> None:
    """A name of a key: UTF-8, not empty, without spaces (of any script), controls or a plus.

    Raises:
        Malformed: it isn't one.
    """
    if not name or any(it.isspace() or it < " " or it == "+" or "\ud800" <= it <= "\udfff" for it in name):
        raise Malformed("A key's name is not empty, and has no spaces, no control characters and no plus in it.")


def _id(name: str, type: KeyType, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([type]) + public).digest()[:4]


def _parts(text: str) -> tuple[str, str, KeyType, bytes]:
    try:
        name, id, encoded = text.split("+", 2)  # base64 may hold a plus too
    except ValueError as error:
        raise Malformed("A key is a name, its id and its type with the key itself, joined by plus signs.") from error
    key = unbase64(encoded)
    if key[:1] not in {bytes([it]) for it in KeyType}:
        raise Malformed("The key is of a type that Casus doesn't use: neither Ed25519 nor its cosignatures.")
    return name, id, KeyType(key[0]), key[1:]
