"""For views that choose the form of their answer themselves: nobody is refused for what an Accept header says."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request


class OwnForm(BaseContentNegotiation):
    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Writes refusals."""
        return renderers[0], renderers[0].media_type
