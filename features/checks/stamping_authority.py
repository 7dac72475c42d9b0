"""A time-stamping authority for the checks: openssl's own, with certificates made for one check."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOT_HERE = "openssl is not installed: no authority can be played"

_CONFIG = """\
[tsa]
default_tsa = here
[here]
serial = {directory}/serial
signer_cert = {directory}/tsa.pem
signer_key = {directory}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def is_here() -> bool:
    """Whether openssl is installed."""
    return shutil.which("openssl") is not None


class Authority:
    """An authority whose root certificate is `root`, in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir()
        self._directory = directory
        root_key, key = (rsa.generate_private_key(65_537, 2_048) for _ in range(2))
        root = _certificate("Root", root_key, "Root", root_key, authority=True)
        own = _certificate("Authority", key, "Root", root_key, authority=False)
        self.root = root.public_bytes(serialization.Encoding.PEM)
        (directory / "root.pem").write_bytes(self.root)
        (directory / "tsa.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
        (directory / "tsa.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        (directory / "serial").write_text("01\n")
        (directory / "config").write_text(_CONFIG.format(directory=directory))

    def answer(self, request: bytes) -> bytes:
        """What it answers to a request: a stamp of now."""
        asked, answered = self._directory / "asked", self._directory / "answered"
        asked.write_bytes(request)
        command = ["openssl", "ts", "-reply", "-config", str(self._directory / "config"), "-queryfile", str(asked)]
        subprocess.run([*command, "-out", str(answered)], check=True, capture_output=True)
        return answered.read_bytes()


def _certificate(
    name: str, key: rsa.RSAPrivateKey, issuer: str, issuer_key: rsa.RSAPrivateKey, *, authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())
