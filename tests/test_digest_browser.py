"""The HTML of a digest in a real browser."""

import pytest
from django.core import mail

from tests.support.browsing import DESKTOP, PHONE, Visitor, axe_complaints, find_chromium
from tests.support.mails.digests import mails

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_digest_is_accessible_fits_a_phone_and_calls_no_two_links_the_same() -> None:
    if find_chromium() is None:
        pytest.skip("Chromium is not installed, so nothing was tried in a real browser (CHROMIUM names another place)")
    mails()["digest"]()
    [(html, _)] = mail.outbox[0].alternatives
    with Visitor("http://127.0.0.1") as visitor:
        page = visitor.page()
        page.set_content(html)
        assert axe_complaints(page, DESKTOP, PHONE) == []
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        names = page.evaluate("[...document.links].map(link => link.innerText)")
        assert len(names) > 5
        assert len(names) == len(set(names))
        assert visitor.complaints == []
