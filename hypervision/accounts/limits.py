"""How often a token may ask: so many times a minute, counted in the broker for all web processes together."""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from hypervision.accounts import tokens
from hypervision.accounts.models import ApiToken
from hypervision.lib.broker import open_broker

logger = logging.getLogger(__name__)

WINDOW_S = 60
PATIENCE_S = 0.5
_MARK = "hypervision_allowance"


@dataclass(frozen=True, slots=True)
class Allowance:
    """Of one token and minute. left: below 0 when it has asked too often. reset: seconds until the next minute."""

    limit: int
    left: int
    reset: int


def spend(token: ApiToken, now: float) -> Allowance | None:
    """Counts one request, and notes each minute that the token is in use.

    None while the broker is away: who asks rarely must not be refused because of that.
    """
    minute, limit = int(now // WINDOW_S), settings.API_REQUESTS_A_MINUTE
    key = f"hypervision:asked:{token.pk}:{minute}"
    try:
        with open_broker(PATIENCE_S) as broker, broker.pipeline() as both:
            both.incr(key)
            both.expire(key, 2 * WINDOW_S)
            asked, _ = both.execute()
    except (RedisError, OSError) as error:
        logger.warning("The broker is away, so requests of tokens are not counted: %s", error)
        return None
    if asked == 1:
        tokens.used(token, datetime.fromtimestamp(now, UTC))
    return Allowance(limit, limit - int(asked), int((minute + 1) * WINDOW_S - now) + 1)


class TokenLimit(BaseThrottle):
    """People with a session are not counted: their pages ask when something happens, not in a loop."""

    def allow_request(self, request: Request, view: object) -> bool:
        if not isinstance(request.auth, ApiToken):
            return True
        self._allowance = spend(request.auth, time.time())
        setattr(request._request, _MARK, self._allowance)
        return self._allowance is None or self._allowance.left >= 0

    def wait(self) -> float | None:
        return self._allowance.reset if self._allowance else None


class AllowanceHeaders(MiddlewareMixin):
    """Tells a token how much it has left, with each answer (RateLimit headers of the IETF's draft)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        allowance: Allowance | None = getattr(request, _MARK, None)
        if allowance is not None:
            response["RateLimit-Limit"] = str(allowance.limit)
            response["RateLimit-Remaining"] = str(max(allowance.left, 0))
            response["RateLimit-Reset"] = str(allowance.reset)
        return response
