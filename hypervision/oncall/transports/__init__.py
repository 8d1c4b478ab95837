"""The ways on which people on call are told. One way is one file and one line of TRANSPORTS.

The control room itself needs none: its pages hear of each call by the journal.
"""

from collections.abc import Callable, Mapping

from hypervision.accounts.models import User
from hypervision.oncall.transports import mail

Transport = Callable[[User, int], str]
"""Tells a person that so many alerts wait; returns why it could not, a sentence, or nothing."""

TRANSPORTS: Mapping[str, Transport] = {"mail": mail.send}
