"""Asks one camera by ONVIF where its stream is: its clock, its media service, its profiles, the address of the first.

Nothing is followed elsewhere: every question goes to the machine that answered the search.
"""

import http.client
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from django.utils.translation import gettext_noop

from detectors.discovery import soap
from detectors.discovery.probe import Device
from detectors.vision.sentences import SentenceError
from detectors.vision.sources import address
from detectors.vision.sources.address import Credentials

PATIENCE_S = 4.0
_DEVICE = "http://www.onvif.org/ver10/device/wsdl"
_MEDIA = "http://www.onvif.org/ver10/media/wsdl"
_SCHEMA = "http://www.onvif.org/ver10/schema"

SILENT = gettext_noop("The camera at %(ip)s does not answer: %(reason)s")
REFUSED = gettext_noop(
    "The camera at %(ip)s refuses to say where its stream is. Enter its user name and password, then choose it again."
)
NO_STREAM = gettext_noop("The camera at %(ip)s tells of no stream. Enter the address by hand, as its manual has it.")
ODD = gettext_noop("The camera at %(ip)s answers in a way that is not understood. Enter the address by hand.")


@dataclass(frozen=True, slots=True)
class Camera:
    """One to be asked. ahead: by how much its clock is ahead of ours."""

    device: Device
    credentials: Credentials | None
    now: Callable[[], datetime]
    ahead: timedelta = field(default=timedelta())

    def ask(self, service: str, body: str, *, openly: bool = False) -> Element:
        """openly: without saying who asks. Raises SentenceError."""
        header = ""
        if self.credentials is not None and not openly:
            header = soap.security(self.credentials, self.now() + self.ahead)
        status, data = self._post(service, soap.envelope(body, header))
        try:
            answer = soap.read(data)
        except soap.UnreadableError as error:
            if status in (401, 403):
                raise SentenceError(REFUSED, ip=self.device.ip) from error
            raise SentenceError(ODD, ip=self.device.ip) from error
        if any(True for _ in soap.every(answer, "Fault")):
            words = " ".join((one.text or "") for one in answer.iter())
            is_refusal = status in (401, 403) or "NotAuthorized" in words or "FailedAuthentication" in words
            raise SentenceError(REFUSED if is_refusal else ODD, ip=self.device.ip)
        return answer

    def _post(self, service: str, message: bytes) -> tuple[int, bytes]:
        parts = urlsplit(service)
        connection = http.client.HTTPConnection(self.device.ip, parts.port or 80, timeout=PATIENCE_S)
        headers = {"Content-Type": "application/soap+xml; charset=utf-8", "Connection": "close"}
        try:
            connection.request("POST", parts.path or "/", message, headers)
            response = connection.getresponse()
            return response.status, response.read(soap.MOST_BYTES + 1)
        except (OSError, http.client.HTTPException) as error:
            reason = str(error) or type(error).__name__
            raise SentenceError(SILENT, ip=self.device.ip, reason=reason) from error
        finally:
            connection.close()


def stream_of(device: Device, credentials: Credentials | None, now: Callable[[], datetime]) -> str:
    """The address of its first profile, without credentials. Raises SentenceError."""
    camera = Camera(device, credentials, now)
    camera = Camera(device, credentials, now, _ahead(camera))
    media = _media_of(camera)
    profiles = camera.ask(media, f'<GetProfiles xmlns="{_MEDIA}"/>')
    token = next((one.get("token", "") for one in soap.every(profiles, "Profiles")), "")
    if not token:
        raise SentenceError(NO_STREAM, ip=device.ip)
    setup = (
        f'<StreamSetup><Stream xmlns="{_SCHEMA}">RTP-Unicast</Stream>'
        f'<Transport xmlns="{_SCHEMA}"><Protocol>RTSP</Protocol></Transport></StreamSetup>'
    )
    body = f'<GetStreamUri xmlns="{_MEDIA}">{setup}<ProfileToken>{escape(token)}</ProfileToken></GetStreamUri>'
    found = soap.text(camera.ask(media, body), "MediaUri", "Uri")
    if not found:
        raise SentenceError(NO_STREAM, ip=device.ip)
    bare, _credentials = address.split_credentials(found)
    address.check(bare)
    return bare


def _ahead(camera: Camera) -> timedelta:
    """Whoever does not know his camera's clock would be refused by it; nought where it does not tell."""
    try:
        answer = camera.ask(camera.device.service, f'<GetSystemDateAndTime xmlns="{_DEVICE}"/>', openly=True)
        parts = [
            int(soap.text(answer, "UTCDateTime", group, name))
            for group, names in (("Date", ("Year", "Month", "Day")), ("Time", ("Hour", "Minute", "Second")))
            for name in names
        ]
        year, month, day, hour, minute, second = parts
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC) - camera.now()
    except (SentenceError, ValueError):
        return timedelta()


def _media_of(camera: Camera) -> str:
    """Its own path for media; on the same machine, whatever it says."""
    body = f'<GetCapabilities xmlns="{_DEVICE}"><Category>Media</Category></GetCapabilities>'
    service = soap.text(camera.ask(camera.device.service, body), "Media", "XAddr")
    if not service:
        raise SentenceError(NO_STREAM, ip=camera.device.ip)
    return service
