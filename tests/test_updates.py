"""Officers of the councils that take part write what happened and what is next."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from councils.models import Organisation, User
from listings.actions.updates import UpdateRefused, change_update, post_update, remove_update
from listings.models import Listing, Update
from tests.support.doors import list_domain, sign_in
from tests.support.factories import make_council, make_former_member, make_officer, make_project
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


def page_of(council: Organisation, listing: Any) -> str:
    return reverse("entry-updates", args=[council.slug, listing.pk])


def write(person: User, council: Organisation, listing: Any, *, follow: bool = False, **fields: Any) -> Any:
    sent = {"happened": "We tried it.", "next_step": "Try it again.", "key": str(uuid4())} | fields
    return signed_in(person).post(page_of(council, listing), sent, follow=follow)


@pytest.fixture
def lead() -> Organisation:
    return make_council("Exford")


@pytest.fixture
def partner() -> Organisation:
    return make_council("Ayton")


@pytest.fixture
def project(lead: Organisation, partner: Organisation) -> Any:
    return make_project("Bins", leads=[lead], partners=[partner])


def test_an_officer_of_any_council_that_takes_part_writes_an_update_for_their_council(
    project: Any, partner: Organisation
) -> None:
    officer = make_officer(partner)
    page = read(write(officer, partner, project, follow=True))
    update = Update.objects.get()
    assert (update.organisation, update.happened, update.next_step) == (partner, "We tried it.", "Try it again.")
    assert update.written_by == officer
    assert "We tried it." in page.text
    assert "Your update is on the public page." in page.text


def test_an_update_makes_the_entry_newer_and_puts_it_before_the_moderators(project: Any, lead: Organisation) -> None:
    before = project.updated_at
    write(make_officer(lead), lead, project)
    project.refresh_from_db()
    assert project.updated_at > before
    assert project.changed_since_review_at is not None


def test_a_form_sent_twice_makes_one_update(project: Any, lead: Organisation) -> None:
    officer, key = make_officer(lead), str(uuid4())
    assert write(officer, lead, project, key=key).status_code == 302
    assert write(officer, lead, project, key=key).status_code == 302
    assert Update.objects.count() == 1


def test_a_form_sent_again_with_other_words_says_what_was_published_and_loses_nothing(
    project: Any, lead: Organisation
) -> None:
    officer, key = make_officer(lead), str(uuid4())
    write(officer, lead, project, key=key)
    page = read(write(officer, lead, project, key=key, happened="Something else."))
    assert "You have sent this form already, and it is published as “We tried it.”" in page.text
    assert "Something else." in page.text
    new_key = page.attributes("input", name="key")[0]["value"]
    assert write(officer, lead, project, key=new_key, happened="Something else.").status_code == 302
    assert Update.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("happened", "", "Enter what happened"),
        ("happened", "x" * 1001, "Enter at most 1,000 characters"),
        ("next_step", "x" * 501, "Enter at most 500 characters"),
        ("happened", "Write to jo@exford.example", "Take out “jo@exford.example”"),
        ("happened", "a\x07b", "Take out the characters that cannot be shown"),
    ],
)
def test_what_cannot_be_published_gets_a_sentence_beside_the_field(
    project: Any, lead: Organisation, field: str, words: str, said: str
) -> None:
    response = write(make_officer(lead), lead, project, follow=False, **{field: words})
    assert response.status_code == 200
    assert said in read(response).text
    assert not Update.objects.exists()


def test_markup_in_an_update_is_shown_as_it_was_typed(project: Any, lead: Organisation) -> None:
    officer = make_officer(lead)
    write(officer, lead, project, happened="<script>alert(1)</script>")
    html = signed_in(officer).get(page_of(lead, project)).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_council_that_has_left_or_never_took_part_writes_nothing(project: Any, partner: Organisation) -> None:
    stranger = make_council("Beaford")
    assert write(make_officer(stranger), stranger, project).status_code == 404
    officer = make_officer(partner)
    project.participations.filter(organisation=partner).update(left="2026")
    assert write(officer, partner, project).status_code == 404
    with pytest.raises(UpdateRefused, match="does not take part"):
        post_update(
            listing=project, organisation=partner, happened="We tried it.", next_step="", key=uuid4(), by=officer
        )
    assert not Update.objects.exists()


def test_who_has_left_the_council_writes_nothing_even_in_a_page_that_was_open(project: Any, lead: Organisation) -> None:
    gone = make_former_member(lead)
    with pytest.raises(UpdateRefused, match="do not belong"):
        post_update(listing=project, organisation=lead, happened="We tried it.", next_step="", key=uuid4(), by=gone)


def test_what_is_sent_about_an_entry_that_was_withdrawn_meanwhile_is_shown_to_be_copied(
    project: Any, partner: Organisation, lead: Organisation
) -> None:
    Listing.objects.filter(pk=project.pk).update(state="withdrawn")
    for council, status in ((partner, 404), (lead, 403)):
        response = write(make_officer(council), council, project)
        assert response.status_code == status
        assert "Your text was not saved" in read(response).text
        assert "We tried it." in response.content.decode()


def test_a_colleague_changes_and_removes_an_update_and_the_history_keeps_what_it_said(
    project: Any, partner: Organisation
) -> None:
    write(make_officer(partner), partner, project)
    update = Update.objects.get()
    colleague = signed_in(make_officer(partner))
    page = show(colleague, page_of(partner, project))
    [change] = [link.href for link in page.links if link.text.startswith("Change the update")]
    form = show(colleague, change)
    hidden = {box["name"]: box["value"] for box in form.attributes("input", type="hidden")}
    assert colleague.post(change, hidden | {"happened": "We tried it twice.", "next_step": ""}).status_code == 302
    update.refresh_from_db()
    assert (update.happened, update.next_step) == ("We tried it twice.", "")
    assert colleague.post(f"{change}remove/").status_code == 302
    assert colleague.post(f"{change}remove/").status_code == 404
    assert not Update.objects.exists()


def test_another_council_cannot_change_an_update(project: Any, partner: Organisation, lead: Organisation) -> None:
    write(make_officer(partner), partner, project)
    update = Update.objects.get()
    officer = signed_in(make_officer(lead))
    stranger = make_council("Beaford")
    outsider = signed_in(make_officer(stranger))
    for name in ("change-update", "remove-update"):
        for council in (stranger, partner):
            assert outsider.post(reverse(name, args=[council.slug, project.pk, update.pk])).status_code == 404
    for council in (lead, partner):
        assert officer.post(reverse("change-update", args=[council.slug, project.pk, update.pk])).status_code == 404
    assert officer.post(reverse("remove-update", args=[partner.slug, project.pk, update.pk])).status_code == 404
    assert Update.objects.exists()


def test_two_who_change_one_update_at_once_see_each_others_words(project: Any, lead: Organisation) -> None:
    write(make_officer(lead), lead, project)
    update = Update.objects.get()
    address = reverse("change-update", args=[lead.slug, project.pk, update.pk])
    second = signed_in(make_officer(lead))
    opened = {"happened_before": update.happened, "next_step_before": update.next_step}
    first = ("We tried it.", "Try it again.")
    change_update(update=update, happened="By the first.", next_step="", before=first, by=make_officer(lead))
    response = second.post(address, opened | {"happened": "By the second.", "next_step": ""})
    page = read(response)
    assert "It says now: “By the first.”" in page.text
    assert "By the second." in page.text
    update.refresh_from_db()
    assert update.happened == "By the first."
    hidden = {box["name"]: box["value"] for box in page.attributes("input", type="hidden")}
    assert second.post(address, hidden | {"happened": "By both.", "next_step": ""}).status_code == 302
    update.refresh_from_db()
    assert update.happened == "By both."


def test_changing_an_update_that_is_gone_says_so_and_removing_it_twice_is_fine(
    project: Any, lead: Organisation
) -> None:
    officer = make_officer(lead)
    write(officer, lead, project)
    update = Update.objects.get()
    remove_update(update=Update.objects.get(), by=officer)
    remove_update(update=update, by=officer)
    with pytest.raises(UpdateRefused, match="removed"):
        change_update(update=update, happened="x", next_step="", before=("We tried it.", "Try it again."), by=officer)


def test_an_update_survives_that_its_writer_has_to_sign_in_again(lead: Organisation, client: Client) -> None:
    list_domain("exford.gov.uk", lead)
    project = make_project("Bins", leads=[lead])
    address = page_of(lead, project)
    sign_in(client, "jo@exford.gov.uk")
    key = show(client, address).attributes("input", name="key")[0]["value"]
    Session.objects.all().delete()
    typed = "What we learnt, in many words. " * 30
    response = client.post(address, {"key": key, "happened": typed, "next_step": "Go on."})
    assert response["Location"] == f"/account/sign-in/?next={address}"
    assert sign_in(client, "jo@exford.gov.uk", next=address).url == address
    page = show(client, address)
    assert "Nothing of this is saved yet" in page.text
    assert typed.strip() in page.text
    assert not Update.objects.exists()
    assert page.attributes("input", name="key")[0]["value"] == key
    client.post(address, {"key": key, "happened": typed, "next_step": "Go on."})
    assert Update.objects.get().happened == typed.strip()
    assert "Nothing of this is saved yet" not in show(client, address).text
