"""Output files that are whole or not there: written beside their place, renamed at the end."""

import os
import tempfile
from pathlib import Path

from detectors.analysis.errors import AnalysisError


class WholeFile:
    """``file`` takes the bytes, ``keep`` gives them their name, ``abandon`` leaves nothing behind."""

    def __init__(self, path: Path) -> None:
        """Raises AnalysisError where nothing can be written, before any work is done."""
        self.path = path.resolve()
        if self.path.exists() and not self.path.is_file():
            raise AnalysisError(f"{path} is not an ordinary file; choose another name for the output.")
        try:
            # It has to outlive this block, under a name that a person recognises if the machine loses its power.
            self.file = tempfile.NamedTemporaryFile(  # noqa: SIM115
                dir=self.path.parent, prefix=f".{self.path.name}.", suffix=".part", delete=False
            )
        except OSError as error:
            raise AnalysisError(f"{path} cannot be written: {error.strerror}. Check its folder.") from error
        self._part = Path(self.file.name)

    def keep(self) -> None:
        """Raises OSError; then ``abandon`` still clears up."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self._part.chmod(0o666 & ~_umask())
        self._part.replace(self.path)

    def abandon(self) -> None:
        try:
            self.file.close()
        except OSError:
            pass  # its last bytes did not fit on the disk, and are thrown away here
        finally:
            self._part.unlink(missing_ok=True)


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
