"""Messages to cameras and their answers: SOAP 1.2, with a digest instead of a password where a camera wants to know.

UsernameToken Profile 1.0: the digest is Base64(SHA-1(nonce + created + password)), and a camera compares ``created``
with its own clock. Answers come from the network: no entities, no DTD, and never much.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from detectors.vision.sources.address import Credentials

MOST_BYTES = 256 * 1024
_WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"


class UnreadableError(Exception):
    """This is no answer in SOAP."""


def envelope(body: str, header: str = "") -> bytes:
    """body, header: XML that is written already."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">'
        f"<s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def security(credentials: Credentials, at: datetime, nonce: bytes | None = None) -> str:
    """A header that proves the password and does not tell it. at: by the camera's clock."""
    nonce = nonce or secrets.token_bytes(16)
    created = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    secret = nonce + created.encode() + credentials.password.encode()
    digest = base64.b64encode(hashlib.sha1(secret, usedforsecurity=False).digest()).decode()
    return (
        f'<w:Security s:mustUnderstand="1" xmlns:w="{_WSS}-wssecurity-secext-1.0.xsd"'
        f' xmlns:u="{_WSS}-wssecurity-utility-1.0.xsd"><w:UsernameToken>'
        f"<w:Username>{escape(credentials.user)}</w:Username>"
        f'<w:Password Type="{_WSS}-username-token-profile-1.0#PasswordDigest">{digest}</w:Password>'
        f'<w:Nonce EncodingType="{_WSS}-soap-message-security-1.0#Base64Binary">{base64.b64encode(nonce).decode()}'
        f"</w:Nonce><u:Created>{created}</u:Created></w:UsernameToken></w:Security>"
    )


def read(data: bytes) -> Element:
    """Raises UnreadableError."""
    if len(data) > MOST_BYTES:
        raise UnreadableError
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableError from error
    return root


def every(element: Element, *names: str) -> Iterator[Element]:
    """All below it whose path ends with these local names: makers differ in their prefixes, and some in namespaces."""
    name, *rest = names
    for one in element.iter():
        if _local(one) == name:
            yield from every(one, *rest) if rest else (one,)


def text(element: Element, *names: str) -> str:
    """Of the first that is found; empty where there is none."""
    return next(((one.text or "").strip() for one in every(element, *names)), "")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
