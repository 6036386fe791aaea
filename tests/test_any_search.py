"""Whatever people type into a search, they get a page and a sentence, never an error.

`SEARCH_EXAMPLES=20000` tries as many random searches on each page as the directory promises to withstand; without it a
few hundred are tried. The longest statement may take a second on the directory that the tests make.
"""

import os
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.factories import make_area, make_council, make_project, make_service
from tests.support.visits import LISTS

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("SEARCH_EXAMPLES", "300"))
SIGNS = list("\"'-+:*!&|()<>\\\\%_~^@#,.;/?=[]{}$` \t\n")
known_words = st.sampled_from(
    ["bins", "parks", "exford", "council", "the", "of", "rpa", "hackny", "lowcode", "low", "code", "pro", "AND", "NOT"]
)
pieces = st.one_of(
    known_words,
    st.sampled_from(SIGNS),
    st.text(max_size=12),
    st.text(st.characters(categories=["P", "S", "M", "Zs", "Cf", "Cc"]), max_size=6),
    st.text("ab1é'-\"", max_size=10),
    known_words.map(lambda word: f"-{word}"),
    known_words.map(lambda word: f'"{word}"'),
)
searches = st.one_of(
    st.lists(pieces, max_size=8).map(" ".join),
    st.lists(pieces, max_size=8).map("".join),
    st.tuples(pieces, st.integers(1, 400)).map(lambda repeated: repeated[0] * repeated[1]),
)


@pytest.mark.parametrize("path", LISTS)
def test_no_search_is_a_fault(db: None, client: Client, path: str) -> None:
    council, area = make_council("Exford"), make_area("Waste and recycling")
    for make in (make_project, make_service):
        make("Bins for parks", leads=[council], areas=[area], topics=["low code"])
        make("Procurement of licensing", partners=["Hackney"], summary="Robots.")

    @settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
    @given(words=searches)
    def is_no_fault(words: str) -> None:
        response: Any = client.get(f"{path}?{urlencode({'q': words.encode('utf-8', 'surrogatepass')})}")
        if response.status_code == 302:
            response = client.get(response["Location"])
        assert response.status_code == 200
        assert b'role="status"' in response.content

    is_no_fault()
