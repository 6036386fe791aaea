"""The sector's own words: which words stand for which others, from the file and from moderators."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.models import User
from listings.management.commands import load_synonyms
from listings.models import SynonymGroup
from listings.models.synonyms import check_terms
from tests.support.visits import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LIST, ADD = "admin:listings_synonymgroup_changelist", "admin:listings_synonymgroup_add"


@pytest.fixture
def moderate(client: Client, moderator: User) -> Client:
    return signed_in(moderator, client)


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a way to put rows into the file that is loaded."""

    def offer(*rows: str) -> None:
        path = tmp_path / "synonyms.csv"
        path.write_text("\n".join(["terms,direction,note", *rows]))
        monkeypatch.setattr(load_synonyms, "SYNONYMS", path)

    return offer


def load() -> None:
    call_command("load_synonyms", verbosity=0)


def group_of(first: str) -> SynonymGroup:
    return SynonymGroup.objects.get(key=first)


def words() -> list[str]:
    return [str(group) for group in SynonymGroup.objects.in_use().order_by("id")]


def send(moderate: Client, address: str, terms: str, **fields: str) -> Any:
    """Send the form of a group as a moderator; it is used unless `is_used` is empty."""
    values = {"terms": terms, "direction": "two-way", "note": "", "is_used": "on"} | fields
    return moderate.post(address, {name: value for name, value in values.items() if value}, follow=True)


def address_of(group: SynonymGroup) -> str:
    return reverse("admin:listings_synonymgroup_change", args=[group.pk])


# The file


def test_the_sector_s_words_are_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_synonyms")
    count = SynonymGroup.objects.in_use().count()
    assert count >= 150
    assert capsys.readouterr().out == f"{count} groups of synonyms: {count} added, 0 changed, 0 left as they were.\n"
    assert (
        SynonymGroup.objects.filter(direction="one-way", terms__0="SEND").get().terms[1] == "special educational needs"
    )


@pytest.mark.parametrize(
    "term",
    [
        *(
            "revs and bens",
            "RPA",
            "ASC",
            "CHC",
            "SEND",
            "EHCP",
            "DPIA",
            "FOI",
            "SAR",
            "IoT",
            "CMS",
            "CRM",
            "HMO",
            "LGR",
        ),
        *("LDF", "NNDR", "CON29", "UPRN", "LLPG", "TIEx", "bins", "waste", "refuse", "potholes", "road defects"),
        *("car parks", "special educational needs", "e-payments", "chatbot", "EV charging", "gwastraff"),
    ],
)
def test_the_jargon_that_officers_type_leads_somewhere(term: str) -> None:
    load()
    groups = [group for group in SynonymGroup.objects.in_use() if term in group.terms]
    assert any(not group.is_one_way or group.terms[0] == term for group in groups)


def test_loading_again_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    load()
    with CaptureQueriesContext(connection) as statements:
        load()
    assert [said["sql"] for said in statements if said["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}] == []
    assert ": 0 added, 0 changed," in capsys.readouterr().out


def test_a_changed_row_of_the_file_changes_its_group(offered: Any) -> None:
    offered("bins|waste,two-way,", "ASC|adult social care,one-way,")
    load()
    before = group_of("bins").pk
    offered("bins|waste|rubbish,two-way,Everyday words", "ASC|adult social care,one-way,")
    load()
    assert words() == ["bins, waste, rubbish", "ASC → adult social care"]
    assert (group_of("bins").pk, group_of("bins").note) == (before, "Everyday words")


def test_a_row_that_left_the_file_is_switched_off_and_comes_back_with_it(offered: Any) -> None:
    offered("bins|waste,two-way,", "roads|highways,two-way,")
    load()
    offered("bins|waste,two-way,")
    load()
    assert words() == ["bins, waste"]
    offered("bins|waste,two-way,", "roads|highways,two-way,")
    load()
    assert words() == ["bins, waste", "roads, highways"]


REFUSED = {
    "a misspelling of two words": (["bin waste|bins,misspelt,"], "Line 2: A misspelling is one word"),
    "one term": (["bins,two-way,"], "Line 2: Give at least two terms."),
    "a term twice": (["bins|waste|Bins,two-way,"], "Line 2: “Bins” stands twice."),
    "a space too many": (["bins | waste,two-way,"], "Line 2: “bins ” has spaces too many."),
    "an empty term": (["bins||waste,two-way,"], "Line 2: A term is empty."),
    "six words": (["one two three four five six|waste,two-way,"], "has more than 5 words."),
    "a long word": ([f"bins|{'x' * 81},two-way,"], "has more than 80 characters."),
    "an unknown direction": (
        ["bins|waste,sideways,"],
        "Line 2: the direction is two-way, one-way or misspelt, not “sideways”.",
    ),
    "a comma too many": (["bins|waste,two-way,One, two"], "Line 2: there are more than three columns."),
    "two groups of one word": (
        ["bins|waste,two-way,", "rubbish|Waste,two-way,"],
        "Line 3: “Waste” is already in the group “bins, waste”.",
    ),
    "two ways for one abbreviation": (
        ["PCN|parking fine,one-way,", "pcn|primary care network,one-way,"],
        "Line 3: “pcn” is already first of “PCN → parking fine”.",
    ),
    "there and back": (
        ["ASC|adult care,one-way,", "adult care|ASC,one-way,"],
        "Line 3: “ASC → adult care” says the opposite.",
    ),
    "one way and two-way": (
        ["bins|waste|rubbish,two-way,", "waste|bins,one-way,"],
        "Line 3: “bins, waste, rubbish” has two of the same terms in another direction.",
    ),
    "two groups that begin alike": (
        ["bins|waste,two-way,", "bins|recycling,one-way,"],
        "Line 3: “bins” is first in a line above.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_contradicts_itself_is_refused_by_line_and_nothing_is_written(offered: Any, what: str) -> None:
    rows, sentence = REFUSED[what]
    offered(*rows)
    with pytest.raises(CommandError, match="Nothing was written") as refusal:
        load()
    assert sentence in str(refusal.value)
    assert not SynonymGroup.objects.exists()


def test_an_abbreviation_may_lead_into_a_group_of_words_that_find_each_other(offered: Any) -> None:
    offered("adult social care|adult services,two-way,", "ASC|adult social care|adult services,one-way,")
    load()
    assert len(words()) == 2


def test_characters_that_nobody_sees_are_named() -> None:
    with pytest.raises(ValidationError, match="nobody can see"):
        check_terms(["bi\x00ns", "waste"])


def roots_of(term: str) -> tuple[str, ...]:
    """Return what an English index keeps of a term: stems, without words such as “it” and “no”."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT phraseto_tsquery('english', %s)::text", [term.replace("-", " ").replace("'", "")])
        return tuple(re.findall(r"'([^']+)'", cursor.fetchone()[0]))


def test_no_term_of_the_file_shrinks_to_an_everyday_word_in_the_index() -> None:
    load()
    terms = {term for group in SynonymGroup.objects.all() for term in group.terms}
    assert [term for term in terms if len(term.split()) > 1 and len(roots_of(term)) == 1] == []


def test_each_word_of_the_file_leads_one_way_only_however_it_is_inflected() -> None:
    load()
    for direction in SynonymGroup.Direction:
        groups = SynonymGroup.objects.filter(direction=direction)
        leading = [term for group in groups for term in (group.terms[:1] if group.is_one_way else group.terms)]
        roots = Counter(roots_of(term) for term in leading)
        assert [term for term in leading if roots[roots_of(term)] > 1] == []


# What moderators decide


def test_a_moderator_s_change_survives_loading(moderate: Client) -> None:
    load()
    send(moderate, address_of(group_of("potholes")), "potholes\nholes in the road", note="Our words")
    load()
    assert (group_of("potholes").terms, group_of("potholes").note) == (["potholes", "holes in the road"], "Our words")


def test_a_group_that_a_moderator_switched_off_stays_off(moderate: Client) -> None:
    load()
    group = group_of("potholes")
    send(moderate, address_of(group), "\n".join(group.terms), is_used="")
    load()
    assert group not in SynonymGroup.objects.in_use()
    assert SynonymGroup.objects.get(pk=group.pk).terms == group.terms


def test_opening_a_group_and_saving_it_unchanged_leaves_it_to_the_file(moderate: Client) -> None:
    load()
    group = group_of("potholes")
    send(moderate, address_of(group), "\r\n".join(group.terms))
    assert not group_of("potholes").is_edited


def test_what_contradicts_a_moderator_s_group_is_left_out_of_a_load(moderate: Client, offered: Any) -> None:
    send(moderate, reverse(ADD), "PCN\nprimary care network", direction="one-way")
    offered("PCN|parking fine,one-way,", "bins|waste,two-way,")
    load()
    assert words() == ["PCN → primary care network", "bins, waste"]


# The admin


def test_a_moderator_adds_a_group_with_one_term_on_each_line(moderate: Client) -> None:
    send(moderate, reverse(ADD), "  spud   machine \r\n\r\nPotato picker\r\n", note="Seen in the Fens")
    group = SynonymGroup.objects.get()
    assert (group.terms, group.note, group.key) == (["spud machine", "Potato picker"], "Seen in the Fens", "")


def test_the_form_shows_the_terms_as_lines(moderate: Client) -> None:
    load()
    page = moderate.get(address_of(group_of("UPRN"))).content.decode()
    assert "UPRN\nunique property reference number</textarea>" in page


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ("", "Give at least two terms."),
        ("bins", "Give at least two terms."),
        ("bins\nBINS", "“BINS” stands twice. Take one out."),
        ("a b c d e f\nbins", "“a b c d e f” has more than 5 words. Give a shorter term."),
        ("bins\nbi\x00ns", "has characters that nobody can see. Type it again."),
        ("rubbish\nwaste", "“waste” is already in the group “bins, waste”. Put all that means the same in that group."),
    ],
)
def test_what_is_wrong_with_the_terms_is_said_in_one_sentence_beside_them(
    moderate: Client, terms: str, sentence: str
) -> None:
    SynonymGroup.objects.create(terms=["bins", "waste"])
    response = send(moderate, reverse(ADD), terms)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors.get_json_data()["terms"][0]["message"].endswith(sentence)
    assert len(response.context["adminform"].form.errors["terms"]) == 1
    assert SynonymGroup.objects.count() == 1


def test_a_refused_form_keeps_what_was_typed(moderate: Client) -> None:
    assert "lonely term</textarea>" in send(moderate, reverse(ADD), "lonely term").content.decode()


def test_a_group_that_is_switched_off_contradicts_nothing_until_it_is_switched_on(moderate: Client) -> None:
    SynonymGroup.objects.create(terms=["bins", "waste"])
    off = SynonymGroup.objects.create(terms=["rubbish", "waste"], is_used=False)
    response = send(moderate, address_of(off), "rubbish\nwaste")
    assert "“waste” is already in the group" in response.content.decode()
    assert words() == ["bins, waste"]


def test_the_list_is_searched_by_any_term_whatever_its_case(moderate: Client) -> None:
    load()
    found = moderate.get(reverse(LIST), {"q": "PRIVATE hire"}).context["cl"].result_list
    assert [group.terms[0] for group in found] == ["taxi licensing"]


def test_the_list_shows_which_way_each_group_goes(moderate: Client) -> None:
    SynonymGroup.objects.create(terms=["ASC", "adult care"], direction="one-way")
    page = moderate.get(reverse(LIST)).content.decode()
    assert "ASC → adult care" in page
    assert "The first finds the others, but they do not find it" in page


def test_nobody_deletes_a_group(administrator: User, client: Client) -> None:
    group = SynonymGroup.objects.create(terms=["bins", "waste"])
    signed_in(administrator, client)
    address = reverse("admin:listings_synonymgroup_delete", args=[group.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert words() == ["bins, waste"]
