"""Which lines on the console of a page fail a browser test: all errors but the one that this machine causes."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.sync_api import ConsoleMessage

from tests.e2e.conftest import NETWORK_CHANGED, is_complaint


def said(text: str, kind: str = "error", args: tuple[Any, ...] = ()) -> ConsoleMessage:
    return cast(ConsoleMessage, SimpleNamespace(type=kind, text=text, args=list(args)))


def test_a_network_interface_that_another_program_changed_is_no_fault_of_the_page() -> None:
    assert not is_complaint(said(NETWORK_CHANGED))


@pytest.mark.parametrize(
    "message",
    [
        said(NETWORK_CHANGED, args=("the page said it itself",)),
        said(f"{NETWORK_CHANGED} and more"),
        said("Failed to load resource: net::ERR_CONNECTION_REFUSED"),
        said("Failed to load resource: the server responded with a status of 404 (Not Found)"),
        said("Uncaught TypeError: net::ERR_NETWORK_CHANGED"),
    ],
    ids=lambda message: message.text[-30:],
)
def test_every_other_error_is_one(message: ConsoleMessage) -> None:
    assert is_complaint(message)


def test_a_word_to_the_developer_is_none() -> None:
    assert not is_complaint(said("Slow network", kind="warning"))
