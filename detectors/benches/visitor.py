"""A person's browser without the browser: logs in and times answers."""

import re
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from http.cookiejar import CookieJar

from detectors.benches.installation import Account
from hypervision.lib.errors import Refusal

ANSWER_S = 30
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Each answer comes over a connection of its own: the time to open it counts."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._jar = CookieJar()
        keep = urllib.request.HTTPCookieProcessor(self._jar)
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), keep)

    @property
    def cookies(self) -> str:
        """For the header of that name."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar)

    def log_in(self, account: Account) -> None:
        found = _TOKEN.search(self.read("/login/").decode())
        if found is None:
            raise Refusal(f"{self.address}/login/ shows no form to log in with.")
        fields = {"username": account.name, "password": account.password, "csrfmiddlewaretoken": found[1]}
        page = self.read("/login/", urllib.parse.urlencode({**fields, "next": "/map/"}).encode())
        if b'name="password"' in page:
            raise Refusal(f"{account.name} could not log in. bin/up writes the passwords anew when their file is gone.")

    def milliseconds(self, paths: Sequence[str], rounds: int) -> dict[str, list[float]]:
        """How long each answer took to its last byte; the paths take turns. A first round, to warm up, is not timed."""
        took: dict[str, list[float]] = {path: [] for path in paths}
        for number in range(rounds + 1):
            for path in paths:
                began = time.perf_counter()
                self.read(path)
                if number:
                    took[path].append((time.perf_counter() - began) * 1000)
        return took

    def read(self, path: str, body: bytes | None = None) -> bytes:
        headers = {"Referer": f"{self.address}/login/"}
        request = urllib.request.Request(self.address + path, body, headers)  # noqa: S310 - the address is http
        with self._opener.open(request, timeout=ANSWER_S) as answer:
            content: bytes = answer.read()
            return content
