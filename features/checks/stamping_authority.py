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
certs = {directory}/beside.pem
"""


def is_here() -> bool:
    """Whether openssl is installed."""
    return shutil.which("openssl") is not None


class Authority:
    """An authority whose root certificate is `root`, in a directory of its own."""

    def __init__(self, directory: Path, ends: timedelta = timedelta(days=1)) -> None:
        """Its certificates are valid until so long from now."""
        directory.mkdir()
        self._directory = directory
        root_key, key = (rsa.generate_private_key(65_537, 2_048) for _ in range(2))
        root = _certificate("Root", root_key, "Root", root_key, ends, authority=True)
        own = _certificate("Authority", key, "Root", root_key, ends, authority=False)
        self._serial = own.serial_number
        self.root = root.public_bytes(serialization.Encoding.PEM)
        (directory / "root.pem").write_bytes(self.root)
        (directory / "tsa.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
        (directory / "beside.pem").write_bytes(b"")
        (directory / "tsa.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        (directory / "serial").write_text("01\n")
        (directory / "config").write_text(_CONFIG.format(directory=directory))

    def beside(self, name: str, *, twin: bool = False) -> None:
        """From now on the certificate of another lies in its answers, of any number or the same as its own.

        OpenSSL puts it after its own. Of a long name it is longer: then that is also where DER has it in a set.
        """
        key = rsa.generate_private_key(65_537, 2_048)
        serial = self._serial if twin else 0
        other = _certificate(name, key, "Root", key, timedelta(days=1), authority=False, serial=serial)
        (self._directory / "beside.pem").write_bytes(other.public_bytes(serialization.Encoding.PEM))

    def answer(self, request: bytes) -> bytes:
        """What it answers to a request: a stamp of now."""
        asked, answered = self._directory / "asked", self._directory / "answered"
        asked.write_bytes(request)
        command = ["openssl", "ts", "-reply", "-config", str(self._directory / "config"), "-queryfile", str(asked)]
        subprocess.run([*command, "-out", str(answered)], check=True, capture_output=True)
        return answered.read_bytes()


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    issuer: str,
    issuer_key: rsa.RSAPrivateKey,
    ends: timedelta,
    *,
    authority: bool,
    serial: int = 0,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())
