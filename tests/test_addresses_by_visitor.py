"""Every address of the site × every kind of visitor: who gets what, and that reading never writes."""

import pytest

from tests.support.address_table import TABLE, WRITES_ITS_SESSION, address_of
from tests.support.answers import VISITORS
from tests.support.cast import World
from tests.support.databases import reading_only, undone

# Django's own admin templates count on undefined variables being empty
pytestmark = pytest.mark.ignore_template_errors


@pytest.mark.parametrize("name", TABLE)
def test_everybody_gets_what_the_table_says_and_reading_never_writes(name: str, world: World) -> None:
    with undone():
        address = address_of(name, world.things)
        for visitor in VISITORS:
            with undone() if name in WRITES_ITS_SESSION else reading_only():
                status = world.browser(visitor).get(address).status_code
            assert status == TABLE[name].get[visitor], f"{visitor} reads {address}"
        for visitor in VISITORS:
            with undone():
                status = world.browser(visitor).post(address).status_code
            assert status == TABLE[name].post[visitor], f"{visitor} posts to {address}"
