"""Whatever people write stands on every page of the site as text: none of it becomes an element or an attribute."""

from urllib.parse import urlsplit

import pytest

from tests.support.cast import make_cast
from tests.support.every_form import every_address, every_page
from tests.support.hostile_rows import fill_up, make_hostile
from tests.support.pages import Page, read
from tests.support.payloads import PAYLOADS, packed

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.ignore_template_errors]

WRITTEN = {
    *(f"Listing.{name}" for name in ("title", "summary", "description", "learnt", "technology", "partners_note")),
    *(f"Listing.{name}" for name in ("wants_note", "offers_note", "end_note", "would_do_differently", "contact_url")),
    *(f"Project.{name}" for name in ("funding_source", "funding_reason", "budget_note")),
    "SharedService.benefits",
    "Participation.written_name",
    "NameToResolve.name",
    "Update.happened",
    "Update.next_step",
    "ParticipationRequest.words",
    "ParticipationRequest.reason",
    "Doubt.words",
    "Doubt.answer_words",
    "Decision.words",
    "ImportUpload.file_name",
    "Topic.name",
    "Organisation.name",
    "Organisation.short_name",
    "Organisation.notes",
    "Organisation.website",
    "User.name",
}
"""Columns that must have been filled, else the tests below would show nothing."""
NEVER = {"iframe", "object", "embed", "base", "math", "style", "zq", "template", "frame", "applet"}
POINTING = {"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href", "poster"}
LEADS_AWAY = ("javascript:", "data:", "vbscript:")


def broken_out(page: Page) -> list[str]:
    """Return the elements and attributes of a page that can only be what somebody wrote."""
    found = []
    for tag, attributes in page.elements:
        own = tag not in NEVER and not any(name.startswith(("on", "zq")) or name == "style" for name in attributes)
        plain = all(len(name) < 30 and name.replace("-", "").replace(":", "").isalnum() for name in attributes)
        is_script = tag == "script" and not may_run(attributes)
        leads = [attributes[name] for name in POINTING & attributes.keys() if runs_or_loads(tag, attributes[name])]
        if not own or not plain or is_script or leads or attributes.get("http-equiv") == "refresh":
            found.append(f"<{tag} {attributes}>"[:300])
    return found


def may_run(attributes: dict[str, str]) -> bool:
    """True for the site's own scripts, and for data in a script element."""
    kind = attributes.get("type", "")
    return kind in {"application/ld+json", "application/json"} or attributes.get("src", "").startswith(
        ("/static/", "/admin/jsi18n/")
    )


def runs_or_loads(tag: str, address: str) -> bool:
    """True for an address that runs what it says, or that brings something from another site into the page."""
    plain = "".join(letter for letter in address if letter > " ").lower()
    elsewhere = bool(urlsplit(address).netloc) and tag in {"img", "script", "link", "form"}
    return plain.startswith(LEADS_AWAY) or (elsewhere and "zq.example" in address)


def test_there_are_so_many_payloads_that_each_place_is_ended_and_each_way_is_tried() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 115
    assert all(any(payload[:200] in text for text in packed(200)) for payload in PAYLOADS)


def test_on_no_page_does_anything_that_people_wrote_become_a_part_of_the_page() -> None:
    things = fill_up()
    cast, addresses = make_cast(things), every_address(things)
    missing = WRITTEN - make_hostile()
    assert not missing, missing
    wrong, with_texts = [], set()
    for page in every_page(addresses, cast):
        if b"alert(1)" in page.response.content:
            with_texts.add(page.name)
        wrong += [f"{page.name} as {page.visitor}: {it}" for it in broken_out(read(page.response))]
    assert not wrong, "\n".join(wrong)
    assert len(with_texts) > 60, with_texts


def test_the_test_sees_what_breaks_out() -> None:
    class Response:
        content = b""

    for planted in ("<script>1</script>", "<img src=x onerror=a>", "<a href='JAVA\tSCRIPT:a'>a</a>", "<p zqx=1>a</p>"):
        Response.content = planted.encode()
        assert broken_out(read(Response)), planted
