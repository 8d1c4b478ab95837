from tests.api.conftest import client_of as client_of
