"""A certificate authority of a city, and what it gives to clients."""

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hypervision.lib import clock
from hypervision.mqtt.certificates import Pair

Use = ExtendedKeyUsageOID


class Authority:
    """Vouches for itself, and for those to whom it gives certificates."""

    def __init__(self, name: str = "City") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = _pem(self._sign(self._name, self._key, (-10, 10), None))

    def gives(
        self, *, days: tuple[int, int] = (-1, 5), use: x509.ObjectIdentifier | None = Use.CLIENT_AUTH, word: str = ""
    ) -> Pair:
        """days: from and until when it holds. word: the passphrase of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hypervision")])
        closed = serialization.BestAvailableEncryption(word.encode()) if word else serialization.NoEncryption()
        secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, closed)
        return Pair(_pem(self._sign(name, key, days, use)), secret.decode())

    def _sign(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        days: tuple[int, int],
        use: x509.ObjectIdentifier | None,
    ) -> x509.Certificate:
        now = clock.now()
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=days[0]))
            .not_valid_after(now + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=name == self._name, path_length=None), critical=True)
        )
        if use:
            made = made.add_extension(x509.ExtendedKeyUsage([use]), critical=False)
        return made.sign(self._key, hashes.SHA256())


def _pem(one: x509.Certificate) -> str:
    return one.public_bytes(serialization.Encoding.PEM).decode()
