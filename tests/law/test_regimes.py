"""What regimes say of themselves."""

import pytest
from django.conf import settings
from django.utils import translation

from hypervision.law.regimes import Regime, regimes


@pytest.mark.parametrize("one", regimes().values(), ids=list(regimes()))
def test_each_regime_is_named_in_each_language(one: Regime) -> None:
    assert set(one.titles) == {code for code, _name in settings.LANGUAGES}
    assert one.source


def test_a_regime_is_named_in_the_language_of_the_reader() -> None:
    with translation.override("fr"):
        assert regimes()["FR-STATS"].title == "Statistiques sans images (France)"


def test_a_law_is_cited_as_it_is_in_any_language() -> None:
    with translation.override("en"):
        assert regimes()["FR-ART10"].source.startswith("Loi 2023-380")
