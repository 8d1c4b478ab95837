"""What exists is written out here, so that nothing about persons comes in by accident (R-10 to R-13, docs/law.md).

A new model, field, message, right, scope or address is a decision: whoever adds one asks first whether the law allows
it, then writes it into the table. Names that speak of biometrics or of a person's traits are refused outright.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields as message_fields
from typing import get_type_hints

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from detectors.vision.scene.parameters import describe
from detectors.vision.scene.registry import ALERTS
from detectors.vision.scene.registry import KINDS as RULES
from detectors.vision.types import Label
from hypervision.accounts.rights import Right, Scope
from hypervision.law.regimes import regime
from hypervision.live.messages import KINDS, Message
from hypervision.sockets import sockets
from tests.house.closed_cards import CARDS
from tests.house.closed_lists import (
    ADDRESSES,
    ADMINISTERED,
    ALLOWED,
    FORBIDDEN,
    LABELS,
    LIBRARY_MODELS,
    MESSAGES,
    MODELS,
    RIGHTS,
    RULE_KINDS,
    SCOPES,
    SOCKETS,
)

ROOMS = ("hypervision.", "maps", "detectors")


def own(label: str) -> bool:
    """A model of this house; tables that Django makes for a relation between two models come with the library."""
    room = apps.get_app_config(label.split(".")[0]).name
    return room.startswith(ROOMS) and not _model(label)._meta.auto_created


def _model(label: str) -> type[Model]:
    return apps.get_model(label)


def labels() -> set[str]:
    return {model._meta.label for model in apps.get_models(include_auto_created=True)}


def field_names(label: str) -> set[str]:
    meta = _model(label)._meta
    return {field.name for field in (*meta.fields, *meta.many_to_many)}


def addresses(resolver: URLResolver, before: str = "/") -> Iterable[str]:
    for part in resolver.url_patterns:
        here = before + str(part.pattern)
        if here == "/admin/" or isinstance(part, URLPattern):
            yield here
        else:
            yield from addresses(part, here)


def socket_addresses() -> set[str]:
    """The last, empty pattern answers what is no socket; it is no address."""
    return {f"/{part.pattern}" for part in sockets.routes if str(part.pattern)}


def same(what: str, found: Iterable[str], table: str, written: str) -> None:
    """Fail with a sentence that says what to decide."""
    found, known = set(found), set(written.split())
    new, gone = sorted(found - known), sorted(known - found)
    assert not new, (
        f"New {what}: {', '.join(new)}. Decide whether the law allows it (docs/law.md, R-10 to R-13): nothing here may"
        f" tell one person from another. If it is allowed, add it to {table} in tests/house."
    )
    assert not gone, f"{what} no longer there: {', '.join(gone)}. Take it out of {table} in this file."


def test_the_list_of_models_is_closed() -> None:
    same("models", filter(own, labels()), "MODELS", " ".join(MODELS))
    same("models of libraries", {label for label in labels() if not own(label)}, "LIBRARY_MODELS", LIBRARY_MODELS)


@pytest.mark.parametrize("label", MODELS)
def test_the_list_of_fields_is_closed(label: str) -> None:
    same(f"fields of {label}", field_names(label), f"MODELS[{label!r}]", MODELS[label])


def test_the_list_of_messages_is_closed() -> None:
    same("kinds of message", KINDS, "MESSAGES", MESSAGES)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.__name__)
def test_the_list_of_what_a_message_tells_is_closed(card: type) -> None:
    same(f"fields of {card.__name__}", get_type_hints(card), f"CARDS[{card.__name__}]", CARDS[card])


def test_the_list_of_addresses_is_closed() -> None:
    same("addresses", addresses(get_resolver()), "ADDRESSES", ADDRESSES)
    same("addresses of sockets", socket_addresses(), "SOCKETS", SOCKETS)


def test_the_list_of_what_is_administered_is_closed() -> None:
    same("pages of the administration", (m._meta.label for m in admin.site._registry), "ADMINISTERED", ADMINISTERED)


def test_the_lists_of_rights_and_scopes_are_closed() -> None:
    same("rights", (right.value for right in Right), "RIGHTS", RIGHTS)
    same("scopes", (scope.value for scope in Scope), "SCOPES", SCOPES)


def test_the_lists_of_what_is_seen_and_what_is_reported_are_closed() -> None:
    same("names of objects", (label.value for label in Label), "LABELS", LABELS)
    same("kinds of rule", RULES, "RULE_KINDS", RULE_KINDS)


def test_the_eight_kinds_of_the_decree_are_the_kinds_that_raise_alerts() -> None:
    assert regime("FR-ART10").kinds == ALERTS


def every_name() -> dict[str, str]:
    """Where a name stands -> the name itself, for all that is listed above and the parameters of the rules."""
    own_labels = [label for label in labels() if own(label)]
    names = {label: label.split(".")[1] for label in own_labels}
    names |= {f"{label}.{name}": name for label in own_labels for name in field_names(label)}
    names |= {f"{card.__name__}.{name}": name for card in CARDS for name in get_type_hints(card)}
    names |= {f"{m.__name__}.{f.name}": f.name for m in Message.__args__ for f in message_fields(m)}
    names |= {f"{kind}.{f.name}": f.name for kind, rule in RULES.items() for f in describe(rule.parameters)}
    plain = [*KINDS, *Right, *Scope, *Label, *RULES, *addresses(get_resolver()), *socket_addresses()]
    return names | {name: name for name in plain}


def words(name: str) -> set[str]:
    """`frameAge_ms` and `/api/v1/frame-age/` hold the words frame and age."""
    return set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()))


def forbidden(names: Mapping[str, str]) -> dict[str, set[str]]:
    """Where a forbidden word stands -> the words."""
    found = {where: words(name) & set(FORBIDDEN.split()) for where, name in names.items() if where not in ALLOWED}
    return {where: words for where, words in found.items() if words}


def test_no_name_speaks_of_biometrics_or_of_a_persons_traits() -> None:
    found = forbidden(every_name())
    assert not found, f"The law forbids what these names say (R-10 to R-13): {found}. Leave it out; do not rename it."


@pytest.mark.parametrize("name", ["face_template", "Person.estimatedAge", "/api/v1/plates/<str:text>/", "audio:read"])
def test_such_a_name_would_be_found_however_it_is_written(name: str) -> None:
    assert forbidden({name: name})


def test_each_allowed_name_still_exists() -> None:
    assert set(ALLOWED) <= set(every_name())
