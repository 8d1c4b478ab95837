"""Our own certificate at a broker that asks for one (mutual TLS): read, judged before it is kept, and shown."""

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hypervision.lib import crypto
from hypervision.lib.errors import Refusal
from hypervision.mqtt.models import Broker

CERTIFICATE, KEY = "certificate", "key"
"""Codes of refusals: which of the two is wrong."""
KEY_BEGINS = "PRIVATE KEY-----"


@dataclass(frozen=True, slots=True)
class Pair:
    """PEM. certificate: our own first, then those between it and the authority. key: without a passphrase."""

    certificate: str
    key: str


def of(broker: Broker) -> Pair | None:
    if not broker.certificate or broker.certificate_key is None:
        return None
    return Pair(broker.certificate, crypto.decrypt(bytes(broker.certificate_key)))


def read(text: str) -> list[x509.Certificate]:
    """Raises Refusal."""
    try:
        return x509.load_pem_x509_certificates(text.encode())
    except ValueError as error:
        sentence = _("This is no certificate in PEM: give all from BEGIN CERTIFICATE to END CERTIFICATE.")
        raise Refusal(sentence, code=CERTIFICATE) from error


def written(chain: list[x509.Certificate]) -> str:
    """Without anything that stood between them, such as a key."""
    return "".join(one.public_bytes(serialization.Encoding.PEM).decode() for one in chain)


def fingerprint(text: str) -> str:
    """SHA-256 of our own; empty where there is none."""
    return read(text)[0].fingerprint(hashes.SHA256()).hex() if text else ""


def ends(text: str) -> datetime:
    return read(text)[0].not_valid_after_utc


def judge(pair: Pair, now: datetime) -> None:
    """Raises Refusal, whose code says which of the two is wrong."""
    own = read(pair.certificate)[0]
    if _bare(_key(pair.key).public_key()) != _bare(own.public_key()):
        sentence = _("This key does not fit the certificate. Give two that belong together, our own certificate first.")
        raise Refusal(sentence, code=KEY)
    if now >= own.not_valid_after_utc:
        raise _refused(_("This certificate expired on %(day)s. Ask for a new one."), own.not_valid_after_utc)
    if now < own.not_valid_before_utc:
        raise _refused(_("This certificate holds from %(day)s on, not yet."), own.not_valid_before_utc)
    if not _is_for_clients(own):
        sentence = _("This certificate is not for clients. Ask for one with the use clientAuth.")
        raise Refusal(sentence, code=CERTIFICATE)
    try:
        show(ssl.create_default_context(), pair)
    except ssl.SSLError as error:
        facts = {"reason": error.reason or str(error)}
        raise Refusal(_("TLS does not take this certificate: %(reason)s.") % facts, code=CERTIFICATE) from error


def show(context: ssl.SSLContext, pair: Pair) -> None:
    """OpenSSL reads files only. This one is in memory: the key touches no disk. Raises SSLError."""
    with _in_memory(f"{pair.certificate}\n{pair.key}") as path:
        context.load_cert_chain(path)


@contextmanager
def _in_memory(text: str) -> Iterator[str]:
    file = os.memfd_create("pair", os.MFD_CLOEXEC)
    try:
        os.write(file, text.encode())
        yield f"/proc/self/fd/{file}"
    finally:
        os.close(file)


def _key(text: str) -> Any:
    try:
        return serialization.load_pem_private_key(text.encode(), None)
    except TypeError as error:
        sentence = _("This key is protected by a passphrase. Take it away: openssl pkey -in key.pem -out bare.pem")
        raise Refusal(sentence, code=KEY) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        sentence = _("This is no key in PEM: give all from BEGIN PRIVATE KEY to END PRIVATE KEY.")
        raise Refusal(sentence, code=KEY) from error


def _bare(key: Any) -> bytes:
    found: bytes = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return found


def _refused(sentence: str, at: datetime) -> Refusal:
    return Refusal(sentence % {"day": date_format(localtime(at), "DATE_FORMAT")}, code=CERTIFICATE)


def _is_for_clients(own: x509.Certificate) -> bool:
    try:
        uses = list(own.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return True
    return bool({ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE} & set(uses))
