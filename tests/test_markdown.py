"""The small tools that every page uses: text from people, counts, dates, sums and addresses in words."""

import datetime
import json
import re
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from directory.counting import counted
from directory.filtered_list import FilteredList
from directory.markdown import LONGEST, TAGS, render_markdown
from directory.templatetags import words
from listings.models import SearchEntry
from listings.partial_dates import PartialDate
from projects.filters import ProjectFilter

# Text from people

WRITTEN = {
    "Two **bold** words": "<p>Two <strong>bold</strong> words</p>",
    "*a*\n\n*b*": "<p><em>a</em></p>\n<p><em>b</em></p>",
    "# One": "<h3>One</h3>",
    "## Two": "<h3>Two</h3>",
    "### Three": "<h3>Three</h3>",
    "#### Four": "<h4>Four</h4>",
    "###### Six": "<h4>Six</h4>",
    "- a\n- b": "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
    "a & b < c": "<p>a &amp; b &lt; c</p>",
    "<b>bold</b>": "<p>&lt;b&gt;bold&lt;/b&gt;</p>",
    "<script>alert(1)</script>": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "[go](https://a.example)": '<p><a href="https://a.example" rel="nofollow noopener noreferrer">go</a></p>',
    "[run](javascript:alert(1))": "<p>[run](javascript:alert(1))</p>",
    "[run](data:text/html,x)": "<p>[run](data:text/html,x)</p>",
    "": "",
}


@pytest.mark.parametrize("written", WRITTEN)
def test_markdown_becomes_plain_html(written: str) -> None:
    assert render_markdown(written).strip() == WRITTEN[written]


def test_pictures_are_not_shown() -> None:
    assert "<img" not in render_markdown("![a](https://a.example/pixel.png)")


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()!#*_`~-\\/:ahrefsciptonj=\n "), max_size=200))
def test_no_text_makes_html_beyond_the_plain_kind(written: str) -> None:
    html = render_markdown(written)
    assert set(re.findall(r"<([a-zA-Z0-9]+)", html)) <= TAGS
    assert not re.search(r"<[^>]*\bon\w+=", html)
    assert not re.search(r'href="(?!https?:|mailto:|/|#|\?|[^":]*")', html)


def test_a_relative_or_unfinished_link_leads_to_no_other_scheme() -> None:
    for written in (
        "[a](JaVaScRiPt:alert(1))",
        "[a](java\nscript:alert(1))",
        "<javascript:alert(1)>",
        "[a](vbscript:x)",
    ):
        assert 'href="' not in render_markdown(written)


def test_deep_nesting_and_long_text_cost_no_more_than_they_must() -> None:
    assert render_markdown(">" * 5_000 + "a").count("<blockquote>") <= 10
    assert len(render_markdown("a" * (LONGEST + 1_000))) == LONGEST + len("<p></p>\n")


# Counts


@pytest.mark.parametrize(
    ("number", "in_words"),
    [
        (0, "No projects"),
        (1, "1 project"),
        (2, "2 projects"),
        (1_234, "1,234 projects"),
        (1_234_567, "1,234,567 projects"),
    ],
)
def test_a_count_is_said_in_words(number: int, in_words: str) -> None:
    assert counted(number, "project") == words.counted_tag(number, "project") == in_words


def test_a_plural_that_is_not_made_with_an_s_is_given() -> None:
    assert counted(2, "entry", "entries") == "2 entries"
    assert counted(1, "entry", "entries") == "1 entry"
    assert counted(0, "entry", "entries") == "No entries"


# Dates, sums and addresses


@pytest.mark.parametrize(
    ("value", "in_words"),
    [
        (datetime.date(2026, 3, 4), "4 March 2026"),
        (datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC), "1 July 2026"),
        (PartialDate("2019"), "2019"),
        (PartialDate("2019-03"), "March 2019"),
        (PartialDate("2019-03-05"), "5 March 2019"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_date_is_as_precise_as_it_is_known_and_in_local_time(value: object, in_words: str) -> None:
    assert words.in_words(value) == in_words


def test_sums_are_in_whole_pounds_with_commas() -> None:
    assert words.pounds(350_000) == "£350,000"
    assert words.pounds(0) == "£0"
    assert words.pounds(None) == ""
    assert words.thousands(1_234_567) == "1,234,567"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.exford.gov.uk/a?b=c", "exford.gov.uk"),
        ("http://exford.gov.uk:8080/", "exford.gov.uk"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_a_site_is_named_by_its_host(url: str, host: str) -> None:
    assert words.host(url) == host


@given(st.dictionaries(st.sampled_from(["name", "description"]), st.text(max_size=50), min_size=1))
def test_linked_data_survives_any_text_and_nothing_in_it_ends_the_block(data: dict[str, Any]) -> None:
    block = words.json_ld(data)
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside) == {key: value for key, value in data.items() if value}


def test_linked_data_leaves_out_what_is_empty_and_keeps_what_is_zero() -> None:
    block = words.json_ld({"a": "", "b": None, "c": [], "d": {}, "e": 0, "f": False, "g": [""]})
    assert '{"e": 0, "f": false, "g": [""]}' in block


def test_a_query_string_of_another_page_keeps_the_rest(db: None) -> None:
    data = QueryDict("q=bins&phase=alpha&sort=title&page=3")
    filtered = FilteredList(ProjectFilter(data, SearchEntry.objects.all()), data, ("phase",))
    assert words.page_query(filtered, 2) == "?q=bins&phase=alpha&sort=title&page=2"
    assert words.page_query(filtered, 1) == "?q=bins&phase=alpha&sort=title"
