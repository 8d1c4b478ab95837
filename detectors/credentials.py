"""User and password of a camera, as they lie encrypted in its row. Written by the administration, read by the watch."""

from detectors.vision.sources.address import Credentials
from hypervision.lib import crypto


def seal(credentials: Credentials) -> bytes:
    """What ``Camera.credentials`` holds. Raises ValueError for a user name with a colon, which no camera can take."""
    if ":" in credentials.user:
        raise ValueError("A user name of a camera cannot contain a colon.")
    return crypto.encrypt(f"{credentials.user}:{credentials.password}")


def unseal(secret: bytes) -> Credentials:
    """Raises ImproperlyConfigured when the key is not the one that encrypted."""
    user, _, password = crypto.decrypt(secret).partition(":")
    return Credentials(user, password)
