"""The connection below every network source: each of its waits ends."""

import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.link import Link
from tests.vision.sources import cameras


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "camera")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "camera.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


def greeting_over_tls(certificate: Path) -> Callable[[socket.socket], None]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection.dup(), server_side=True) as wrapped:
            wrapped.sendall(b"hello " * 10_000)

    return answer


def test_bytes_come_whole_over_tls(certificate: Path) -> None:
    link = Link(5)
    with cameras.tcp(greeting_over_tls(certificate)) as port:
        link.connect("127.0.0.1", port, ssl.create_default_context(cafile=str(certificate)))
        assert link.read_exactly(60_000) == b"hello " * 10_000
        link.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    link = Link(5)
    with cameras.tcp(greeting_over_tls(certificate)) as port:
        with pytest.raises(SourceError, match="certificate") as caught:
            link.connect("127.0.0.1", port, ssl.create_default_context())
        link.close()
    assert caught.value.reason is Reason.REFUSED


def test_an_interrupt_ends_a_waiting_read() -> None:
    link = Link(60)
    with cameras.tcp(lambda _: None) as port:
        link.connect("127.0.0.1", port)
        threading.Timer(0.05, link.interrupt).start()
        with pytest.raises(SourceError) as caught:
            link.read_exactly(1)
        link.close()
    assert caught.value.reason is Reason.STOPPED


def test_a_line_without_end_is_a_broken_stream() -> None:
    link = Link(5)
    with cameras.tcp(lambda s: s.sendall(b"x" * 300_000)) as port:
        link.connect("127.0.0.1", port)
        with pytest.raises(SourceError) as caught:
            link.read_until(b"\n", 1000)
        link.close()
    assert caught.value.reason is Reason.BROKEN_STREAM


def test_a_camera_that_hangs_up_is_lost() -> None:
    link = Link(5)
    with cameras.tcp(lambda s: s.shutdown(socket.SHUT_RDWR)) as port:
        link.connect("127.0.0.1", port)
        with pytest.raises(SourceError) as caught:
            link.read_exactly(1)
        link.close()
    assert caught.value.reason is Reason.LOST
