"""The standing cast: who works here, and the outsider who is tried at every door."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from servestatic.middleware import ServeStaticMiddleware

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from maps.models import Camera
from tests import factories


@pytest.fixture(autouse=True, scope="session")
def quick_hashes() -> None:
    """A password is meant to cost half a second; a hundred tests need not pay it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def quick_doors() -> Iterator[None]:
    """The product lists its static files once, at its start. Each client of a test is a start: it takes that list."""
    list_files = ServeStaticMiddleware.add_files_from_finders
    first: list[ServeStaticMiddleware] = []

    def take_over(self: ServeStaticMiddleware) -> None:
        if first:
            self.files, self.directories = first[0].files, first[0].directories
        else:
            list_files(self)
            first.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ServeStaticMiddleware, "add_files_from_finders", take_over)
        yield


FILLED_BY_MIGRATE = {"django_content_type", "auth_permission"}


@pytest.fixture(autouse=True, scope="session")
def quick_sweeping() -> Iterator[None]:
    """After a test with real transactions Django empties all tables, and fills two of them anew. Most are empty."""

    def sweep(self: TransactionTestCase) -> None:
        names = set(connection.introspection.django_table_names(only_existing=True)) - FILLED_BY_MIGRATE
        asked = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in sorted(names))
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked))
            filled = [f'"{name}"' for (name,) in cursor.fetchall()]
            if filled:
                cursor.execute(f"TRUNCATE {', '.join(filled)} CASCADE")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", sweep)
        yield


@pytest.fixture(autouse=True)
def each_in_its_own_language() -> Iterator[None]:
    """A request leaves its language behind in the thread, for whoever asks for a sentence next."""
    yield
    translation.deactivate()


@pytest.fixture
def operator(db: None) -> User:
    return factories.make_user(Role.OPERATOR, username="operator")


@pytest.fixture
def supervisor(db: None) -> User:
    return factories.make_user(Role.SUPERVISOR, username="supervisor")


@pytest.fixture
def administrator(db: None) -> User:
    return factories.make_user(Role.ADMINISTRATOR, username="administrator", is_staff=True)


@pytest.fixture
def inspector(db: None) -> User:
    return factories.make_user(Role.INSPECTOR, username="inspector")


@pytest.fixture
def official(db: None) -> User:
    return factories.make_user(Role.OFFICIAL, username="official")


@pytest.fixture
def city_system(db: None) -> User:
    return factories.make_user(Role.SYSTEM, username="city-system")


@pytest.fixture
def outsider(db: None) -> User:
    """An operator of another part of the city: sees the cameras around ELSEWHERE and none at the square."""
    return factories.make_user(
        Role.OPERATOR, username="outsider", everywhere=False, perimeter=factories.area(*factories.ELSEWHERE)
    )


@pytest.fixture
def camera(db: None) -> Camera:
    return factories.make_camera(name="Square")
