"""The area of a council with much in it: what waits first, all else folded, nothing out of reach."""

from typing import Any

import pytest

from tests.support.factories import make_council, make_manager, make_project
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


def area(entries: int, **fields: Any) -> tuple[Any, str]:
    """Return a manager's browser and the address of the area of a council that leads so many entries."""
    council = make_council("Exford")
    for number in range(entries):
        make_project(f"Entry {number}", leads=[council], review_date="2020-01-01", **fields)
    return signed_in(make_manager(council)), f"/councils/{council.slug}/manage/"


def test_many_entries_are_folded_with_their_number_and_each_is_still_there() -> None:
    client, address = area(7, phase="alpha")
    text = client.get(address).content.decode()
    folded = text.partition("<strong>Leads or answers for (7)</strong>: alpha 7</summary>")[2].partition("</details>\n")
    assert folded[0]
    page = show(client, address)
    assert {f"Entry {number}" for number in range(7)} <= {link.text for link in page.links}
    assert "4 more" in page.text


@pytest.mark.parametrize("asked", ["?phase=alpha", "?q=entry", "?page=1"])
def test_who_asks_for_some_of_them_sees_them_unfolded(asked: str) -> None:
    client, address = area(7, phase="alpha")
    assert "Leads or answers for (7)</strong>" not in client.get(address + asked).content.decode()


def test_few_entries_are_not_folded() -> None:
    client, address = area(5, phase="alpha")
    assert "Leads or answers for (5)</strong>" not in client.get(address).content.decode()
