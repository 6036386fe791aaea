"""What an entry is called in a draft that followed its withdrawal is read by nobody else, also where they wrote."""

import pytest

from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_interest
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


def test_who_wrote_about_an_entry_does_not_read_its_new_title_once_it_is_withdrawn() -> None:
    council = make_council()
    project = make_project("Bins", leads=[council])
    interest = make_interest(listing=project)
    assert interest.sender
    project.title, project.state = "Our secret plan", "withdrawn"
    project.save()
    for address in ("/account/interests/", f"/account/interests/{interest.pk}/"):
        page = show(signed_in(interest.sender), address)
        assert "secret" not in str(page)
        assert "An entry that is not public any more" in page.text
        assert "Our secret plan" in show(signed_in(make_officer(council)), address).text
