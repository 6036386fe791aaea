"""Sends forms as browsers do, whatever is in them."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.support.every_form import Found

URLENCODED = "application/x-www-form-urlencoded"


def send(found: Found, answers: Mapping[str, Any]) -> Any:
    """Send a form; return the answer. The browser has the cookies that it had before.

    `answers` are lists of texts, or of bytes that need not be text, by the names of controls.
    """
    if found.form.is_multipart:
        return send_raw(found, encode_multipart(BOUNDARY, dict(answers)), MULTIPART_CONTENT)
    return send_raw(found, urlencode(answers, doseq=True).encode(), URLENCODED)


def send_raw(found: Found, body: bytes, kind: str) -> Any:
    """Send anything to where a form is sent, as what it claims to be; the browser keeps the cookies that it had."""
    cookies = deepcopy(found.client.cookies)
    response = found.client.generic("POST", found.form.address, body, content_type=kind)
    found.client.cookies = cookies
    return response
