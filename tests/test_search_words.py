"""What people type is understood as they mean it, and whatever they type does no harm."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from listings.models import SynonymGroup, Word
from listings.search.words import STOP_WORDS
from tests.support.factories import make_area, make_council, make_project, make_service
from tests.support.pages import Page
from tests.support.visits import LISTS, count, show

SEARCH_INSTEAD = "Search instead for"


def search(client: Client, words: str, path: str = "/projects/") -> Page:
    """Return the list that a search leads to."""
    return show(client, f"{path}?{urlencode({'q': words})}")


def results(client: Client, words: str) -> list[str]:
    """Return the titles of the projects that a search finds, in the order of the alphabet."""
    return sorted(search(client, words).results)


def search_instead(client: Client, page: Page) -> Page:
    """Follow the link that takes the words as they were written."""
    [link] = [link for link in page.links if link.text.startswith(SEARCH_INSTEAD)]
    return show(client, f"/projects/{link.href}")


# Where words are sought


@pytest.mark.parametrize(
    "words",
    [
        *("bin", "BINS", "exford", "Exford council", "parking", "Nobody", "kettering", "sort waste", "sorting"),
        *("wombats", "cleansing", "Street", "exford -camden", '"exford council"', "bîns"),
    ],
)
def test_words_are_found_wherever_they_stand_in_an_entry_whatever_their_case_and_ending(
    db: None, client: Client, words: str
) -> None:
    council = make_council("Exford")
    council.aliases.create(name="Kettering")
    make_project(
        "Bins",
        leads=[council],
        partners=["Nobody Knows"],
        topics=["parking"],
        summary="Robots sort the waste.",
        description="Also for **wombats**.",
        areas=[make_area("Street sweeping", parent=make_area("Cleansing"))],
    )
    make_project("Other", summary="Else.", leads=[make_council("Camden")])
    assert results(client, words) == ["Bins"]


def test_every_word_must_be_there(db: None, client: Client) -> None:
    make_project("bins parks"), make_project("bins"), make_project("parks")
    assert results(client, "bins parks") == ["bins parks"]
    assert results(client, "bins parks quartz") == []


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Môn gynaliadwy", "mon gynaliadwy"),
        ("Mon gynaliadwy", "Môn"),
        ("Cyngor Sir Ynys Môn", "ynys môn"),
        ("Gwasanaethau ar-lein", "gwasanaethau"),
        ("O'Brien's system", "obrien"),
        ("O’Brien's system", "o'brien"),
        ("Children's services", "childrens"),
        ("Childrens services", "children’s"),
        ("E-payments", "e payments"),
        ("Low-code forms", "low-code"),
        ("CON29 searches", "con29"),
        ("A café for carers", "cafe\u0301"),
        ("Office 365", "365"),
        ("Ærø", "ærø"),
    ],
)
def test_accents_apostrophes_and_hyphens_make_no_difference(db: None, client: Client, title: str, words: str) -> None:
    make_project(title), make_project("Other")
    assert results(client, words) == [title]


# Phrases and words to leave out


def test_a_phrase_in_quotes_is_found_only_as_it_stands(db: None, client: Client) -> None:
    make_project("common service pattern"), make_project("pattern of a common service")
    make_project("common services pattern")
    assert results(client, '"common service pattern"') == ["common service pattern"]
    assert results(client, '"service pattern" common') == ["common service pattern"]
    assert len(results(client, "common service pattern")) == 3


def test_a_phrase_holds_its_small_words_too(db: None, client: Client) -> None:
    make_project("parks of the city"), make_project("parks in a city")
    assert results(client, '"parks of the city"') == ["parks of the city"]


def test_a_phrase_does_not_run_from_one_thing_into_another(db: None, client: Client) -> None:
    make_project(
        "tree park",
        summary="lawn hedge",
        topics=["field", "meadow"],
        leads=[make_council("Exford")],
        description="pond",
    )
    for words in (
        "park field",
        "field meadow",
        "meadow exford",
        "council lawn",
        "hedge pond",
        "park tree",
        "hedge lawn",
    ):
        assert results(client, f'"{words}"') == [], words


def test_a_word_with_a_hyphen_before_it_must_not_be_there(db: None, client: Client) -> None:
    make_project("bins parks"), make_project("bins"), make_project("parks"), make_project("road works")
    assert results(client, "bins -parks") == ["bins"]
    assert results(client, "-bins") == ["parks", "road works"]
    assert results(client, "-bins -parks") == ["road works"]
    assert results(client, '-"road works" -bins') == ["parks"]
    assert results(client, "-bin") == ["parks", "road works"]
    assert results(client, "bins -quartz") == ["bins", "bins parks"]


def test_a_hyphen_inside_a_word_leaves_nothing_out(db: None, client: Client) -> None:
    make_project("e-payments"), make_project("payments")
    assert results(client, "e-payments") == ["e-payments"]


# Small words


def test_small_words_count_only_when_nothing_else_is_asked_for(db: None, client: Client) -> None:
    make_project("the bins", summary="x"), make_project("bins", summary="y")
    assert results(client, "the bins") == results(client, "bins of the") == ["bins", "the bins"]
    assert results(client, "the") == ["the bins"]


def test_the_words_that_count_little_are_those_that_the_index_leaves_out(starter_directory: None) -> None:
    words = {*Word.objects.values_list("word", flat=True), *STOP_WORDS}
    words |= {"s", "t", "don", "during", "before", "between", "again", "any", "because", "few", "himself", "yourselves"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) AS word"
            " WHERE numnode(plainto_tsquery('pg_catalog.english', word)) = 0",
            [sorted(words)],
        )
        left_out = {word for [word] in cursor.fetchall()}
    assert left_out == STOP_WORDS & words


# Beginnings, misspellings, words run together or apart


def test_a_word_that_nobody_knows_may_go_on(db: None, client: Client) -> None:
    make_project("procurement"), make_project("planning")
    page = search(client, "procur")
    assert page.results == ["procurement"]
    assert SEARCH_INSTEAD not in page.text
    assert results(client, "plann") == ["planning"]


def test_a_word_that_is_known_does_not_go_on(db: None, client: Client) -> None:
    make_project("art"), make_project("artificial")
    assert results(client, "art") == ["art"]


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("hackny", "Hackney"),
        ("licencing", "licensing"),
        ("libary", "library"),
        ("traiding", "trading"),
        ("wsate", "waste"),
    ],
)
def test_a_misspelt_word_is_read_as_the_known_one_and_the_page_says_so(
    db: None, client: Client, written: str, known: str
) -> None:
    make_project(f"{known} robots"), make_project("Other")
    page = search(client, f"{written} robots")
    assert page.results == [f"{known} robots"]
    assert f"Showing results for {known.lower()} robots." in " ".join(page.text.split())
    assert count(page) == f"1 project matching “{known.lower()} robots”"


@pytest.mark.parametrize(
    "words", ["hackny", "hackny robots", "Robots hackny", '"big robots" hackny', 'hackny "big robots"', "hackny -parks"]
)
def test_the_words_can_be_taken_as_they_were_written(db: None, client: Client, words: str) -> None:
    make_project("Hackney has big robots"), make_project("parks")
    page = search(client, words)
    assert page.results == ["Hackney has big robots"]
    assert f"{SEARCH_INSTEAD} “{words}”" in page.link_texts()
    instead = search_instead(client, page)
    assert instead.results == []
    assert SEARCH_INSTEAD not in instead.text


def test_words_taken_as_they_were_written_keep_every_filter(db: None, client: Client) -> None:
    make_project("Hackney for all")
    page = show(client, "/projects/?q=hackny&phase=alpha&sort=title")
    [link] = [link for link in page.links if link.text.startswith(SEARCH_INSTEAD)]
    asked = parse_qs(urlsplit(link.href).query)
    assert (asked["phase"], asked["sort"]) == (["alpha"], ["title"])


@pytest.mark.parametrize("words", ["cat", "99999999", "qwertyuiop", "z"])
def test_short_words_numbers_and_words_like_no_other_are_left_as_they_are(db: None, client: Client, words: str) -> None:
    make_project("cut 99999998")
    page = search(client, words)
    assert page.results == []
    assert SEARCH_INSTEAD not in page.text


def test_a_phrase_and_a_word_to_leave_out_are_never_corrected(db: None, client: Client) -> None:
    make_project("Hackney for all"), make_project("Other")
    assert results(client, '"hackny for all"') == []
    assert results(client, "-hackny") == ["Hackney for all", "Other"]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        *(("Low-code forms", "lowcode"), ("Lowcode forms", "low code"), ("lowcode forms", "low-code")),
        *(("Chatbots for all", "chat bot"), ("Chatbot for all", "chat bots"), ("E-payments", "epayments")),
        *(("Chat bots for all", "chatbot"), ("Analogue switch-off", "analogue switchoff")),
    ],
)
def test_words_run_together_or_apart_are_the_same(db: None, client: Client, title: str, words: str) -> None:
    make_project(title), make_project("Other")
    page = search(client, words)
    assert page.results == [title]
    assert SEARCH_INSTEAD not in page.text


# Synonyms


def test_what_is_called_otherwise_is_found_after_what_is_called_so(db: None, client: Client) -> None:
    SynonymGroup.objects.create(terms=["bins", "waste", "refuse collection"], key="bins")
    make_project("waste"), make_project("bins"), make_project("refuse collection"), make_project("stamp collection")
    found = search(client, "bins").results
    assert found[0] == "bins"
    assert sorted(found) == ["bins", "refuse collection", "waste"]
    assert search(client, "refuse collection").results[0] == "refuse collection"


def test_a_synonym_may_lead_one_way_only(db: None, client: Client) -> None:
    SynonymGroup.objects.create(terms=["RPA", "robotic process automation"], key="rpa", direction="one-way")
    make_project("robotic process automation"), make_project("RPA")
    assert results(client, "rpa") == ["RPA", "robotic process automation"]
    assert results(client, "robotic process automation") == ["robotic process automation"]


def test_a_synonym_is_not_taken_apart(db: None, client: Client) -> None:
    SynonymGroup.objects.create(terms=["EHCP", "education health and care plan"], key="ehcp")
    make_project("education health and care plan"), make_project("plan of health and education, care")
    assert results(client, "ehcp") == ["education health and care plan"]


# The order


def test_title_comes_before_topic_and_name_these_before_the_summary_and_the_rest_last(db: None, client: Client) -> None:
    make_project("D", description="parking")
    make_project("C", summary="Parking for all.")
    make_project("B", topics=["parking"])
    make_project("A parking")
    assert search(client, "parking").results == ["A parking", "B", "C", "D"]


def test_the_word_as_written_comes_before_another_ending_and_that_before_a_synonym(db: None, client: Client) -> None:
    SynonymGroup.objects.create(terms=["licensing", "permits"], key="licensing")
    make_project("permits"), make_project("licensed"), make_project("licensing")
    assert search(client, "licensing").results == ["licensing", "licensed", "permits"]


def test_of_entries_that_answer_equally_well_ended_and_stale_ones_come_last(db: None, client: Client) -> None:
    make_project("parks ended", is_ended=True, confirmed_at="2026-11-01T00:00Z", summary="x")
    overdue = timezone.localdate() - timedelta(days=30)
    make_project("parks stale", confirmed_at="2020-01-01T00:00Z", review_date=overdue, summary="x")
    make_project("parks unconfirmed", summary="x")
    make_project("parks confirmed", confirmed_at="2026-11-01T00:00Z", review_date="2099-01-01", summary="x")
    assert search(client, "parks").results == ["parks confirmed", "parks unconfirmed", "parks stale", "parks ended"]


# Harmless


HARMLESS = [
    *("c++", "O'Brien", "AND", "OR NOT", '"', '""', '" "', "-", "- -", "--", '-"', '-""', ":*", "!", "&", "|", "<->"),
    *("a:*", "!bins", "bins & !parks", "\\", "\\\\", "'", "''", "%", "_", "(", ")", "((bins", "bins)", "1e400", "0x1F"),
    *("a" * 10_000, '"' * 500, "-" * 500, "' " * 300, "bins\x00parks", "\x00", "🗑", "🗑 bins", "-🗑", '"🗑"', "👩‍👩‍👧"),
    *("שלום עולם", "مرحبا", "\u202ebins", "ﷺ", "垃圾分类", "ﬁre", "İ", "ß", "ﬃ", "\ud7ff", "\ufffe", "\U0010ffff"),
    *("http://a.example/?q=%27", "a@b.example", "<script>alert(1)</script>", "bins\tparks", "bins\nparks", "½", "²"),
    *(
        "-bins -parks",
        "-the",
        "the -bins",
        '"the"',
        '-"the of"',
        "x' OR 1=1 --",
        "{{ 7 }}",
        "${x}",
        "bins" + " bins" * 99,
    ),
]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("words", HARMLESS, ids=lambda words: ascii(words)[:20])
def test_whatever_is_typed_gets_a_list_and_a_sentence(db: None, client: Client, words: str, path: str) -> None:
    make_project("bins parks"), make_service("bins parks"), make_council("bins parks")
    page = search(client, words, path)
    assert re.match(r"(No|[\d,]+) (project|shared service|council)s?", count(page))
    if not page.results:
        assert "You could:" in page.text


@pytest.mark.parametrize("words", ["!", "&", "-", '""', ":*", "% _", "..."])
def test_words_without_a_letter_or_digit_ask_for_nothing(db: None, client: Client, words: str) -> None:
    make_project("bins")
    assert results(client, words) == ["bins"]


def test_a_null_byte_in_the_words_is_a_blank(db: None, client: Client) -> None:
    make_project("bins and parks")
    assert show(client, "/projects/?q=bins%00parks").results == ["bins and parks"]


def test_a_council_is_found_by_its_code_and_other_names(db: None, client: Client) -> None:
    council = make_council("Exford", gss_code="E99000001")
    council.aliases.create(name="Little Ex")
    make_council("Other")
    for words in ("e99000001", "little", "exford council"):
        assert search(client, words, "/councils/").results == ["Exford Council"]
