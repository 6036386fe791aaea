"""Only plain addresses are taken, and only a domain that stands in the register letter by letter is a council's."""

import itertools
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from councils.models import EmailDomain, Membership, Organisation, User
from councils.sign_in.addresses import (
    AddressRefused,
    councils_of,
    fold,
    is_role_mailbox,
    normalise,
    successors_of,
)
from tests.support.doors import JOIN, SIGN_IN, ask, list_domain, sign_in
from tests.support.factories import make_council, make_former_council, make_partner, make_planned_council, succeed
from tests.support.mail import deliver
from tests.support.pages import read

CRAFTED = [
    "a@hackney.gov.uk.evil.example",
    "a@evil-hackney.gov.uk",
    "a@hackney.gov.uk.",
    "a@.hackney.gov.uk",
    "a@hackney..gov.uk",
    "a@hаckney.gov.uk",
    "a@xn--hckney-5nf.gov.uk",
    "a@ｈackney.gov.uk",
    "a@hackney。gov。uk",
    "admın@hackney.gov.uk",
    "a\u200b@hackney.gov.uk",
    "a@hackney.gov.uk\u200b",
    "a@hack\u00adney.gov.uk",
    "a\x00@hackney.gov.uk",
    "a@hackney.gov.uk\r\nBcc: b@evil.example",
    "=?utf-8?q?a=40evil.example?=@hackney.gov.uk",
    "a%evil.example@hackney.gov.uk",
    "evil.example!a@hackney.gov.uk",
    '"a@evil.example"@hackney.gov.uk',
    '"a b"@hackney.gov.uk',
    "a@evil.example@hackney.gov.uk",
    "a@evil.example,b@hackney.gov.uk",
    "a@[127.0.0.1]",
    "a@127.0.0.1",
    "a(comment)@hackney.gov.uk",
    "Mo Reeve <a@hackney.gov.uk>",
    "a@hackney.gov.uk <a@evil.example>",
    ".a@hackney.gov.uk",
    "a.@hackney.gov.uk",
    "a..b@hackney.gov.uk",
    "-a@hackney.gov.uk",
    "+a@hackney.gov.uk",
    f"{'a' * 65}@hackney.gov.uk",
    f"a@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.hackney.gov.uk",
    f"a@{'h' * 64}.gov.uk",
    "a@hackney",
    "a@",
    "@hackney.gov.uk",
    "hackney.gov.uk",
    "a@hackney.gov.uk/..",
    "a@hackney.gov.uk?cc=b@evil.example",
    "a@hackney_.gov.uk",
    "a@-hackney.gov.uk",
    "a@hackney.gov.uk:25",
    "mailto:a@hackney.gov.uk",
]
"""No plain addresses at the domain, whatever a mail program may make of them."""


# What an address is


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Mo.Reeve@Hackney.GOV.UK ", "mo.reeve@hackney.gov.uk"),
        ("o'brien_2+hub@hackney.gov.uk\n", "o'brien_2+hub@hackney.gov.uk"),
        ("a-b@x.example", "a-b@x.example"),
    ],
)
def test_a_plain_address_is_kept_in_small_letters_without_blanks_around_it(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize("address", CRAFTED)
def test_what_is_no_plain_address_is_refused_or_is_no_councils(db: None, address: str) -> None:
    list_domain("hackney.gov.uk")
    with suppress(AddressRefused):
        assert councils_of(normalise(address)) == []
    browser = Client()
    response = ask(browser, address)
    assert response.status_code in {200, 302}
    assert deliver() == []
    assert response.status_code == 302 or read(response).title == "Error: Sign in - CollabHub"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter your email address"),
        ("mo", "Enter an email address such as name@council.gov.uk"),
        ("Mo <mo@hackney.gov.uk>", "without a name, brackets or quotation marks"),
        ("mö@hackney.gov.uk", "The address has letters that we cannot take."),
        (f"mo@{'a.' * 130}uk", "The address is too long."),
        ("a" * 5000, "The address is too long."),
        ("mo\x00@hackney.gov.uk", "Enter an email address such as name@council.gov.uk"),
    ],
)
@pytest.mark.parametrize("page", [SIGN_IN, JOIN])
def test_a_refused_address_is_answered_with_a_sentence_beside_it(db: None, page: str, typed: str, says: str) -> None:
    response = ask(Client(), typed, page)
    assert response.status_code == 200
    assert says in read(response).classes["govuk-error-message"][0]
    assert says in read(response).classes["govuk-error-summary"][0]


def test_addresses_of_one_mailbox_are_counted_as_one() -> None:
    spellings = ["jo.mo@x.example", "JoMo@X.example", "jomo+a@x.example", "j.o.m.o+b+c@x.example"]
    assert {fold(spelling) for spelling in spellings} == {"jomo@x.example"}
    assert fold("jomo2@x.example") != fold("jomo@x.example") != fold("jomo@y.example")


@pytest.mark.parametrize(
    "mailbox",
    [
        "info",
        "press",
        "all-staff",
        "all.staff",
        "allstaff",
        "ALL_STAFF",
        "planning",
        "planning.team",
        "customer-services",
        "it.servicedesk",
        "hr",
        "press.office",
        "info+hub",
        "team2",
        "noreply",
        "parking-enquiries",
        "foi",
        "postmaster",
    ],
)
def test_a_mailbox_of_an_office_is_none_of_a_person(mailbox: str) -> None:
    assert is_role_mailbox(f"{mailbox}@hackney.gov.uk")


@pytest.mark.parametrize(
    "mailbox", ["mo.reeve", "allan.hall", "jo-press.smith", "b.planning", "infante", "mo", "it.hall", "hr.teamer"]
)
def test_a_mailbox_of_a_person_is_none_of_an_office(mailbox: str) -> None:
    assert not is_role_mailbox(f"{mailbox}@hackney.gov.uk")


# Whose an address is


def test_a_domain_is_that_of_councils_in_force_while_it_is_listed_for_them(db: None) -> None:
    today, yesterday = localdate(), localdate() - timedelta(days=1)
    council, other = make_council("Adbury"), make_council("Bedbury")
    list_domain("shared.gov.uk", council, other)
    list_domain("lasting.gov.uk", council, valid_until=today)
    list_domain("lapsed.gov.uk", council, valid_until=yesterday)
    list_domain("former.gov.uk", make_former_council())
    list_domain("planned.gov.uk", make_planned_council())
    list_domain("charity.example", make_partner())
    found = {domain: councils_of(f"mo@{domain}") for domain in EmailDomain.objects.values_list("domain", flat=True)}
    assert found.pop("shared.gov.uk") == [council, other]
    assert found.pop("lasting.gov.uk") == [council]
    assert set(map(tuple, found.values())) == {()}
    assert councils_of("MO@SHARED.GOV.UK") == [council, other]
    assert councils_of("mo@sub.shared.gov.uk") == []


def test_a_former_councils_domain_leads_through_all_successions_to_those_in_force(db: None) -> None:
    north, south = make_council("North"), make_council("South")
    middle = make_former_council("Middle", successor=north)
    succeed(middle, south)
    first = make_former_council("First", successor=middle)
    succeed(first, make_planned_council(), date=date(2028, 4, 1), status="announced")
    list_domain("first.gov.uk", first)
    list_domain("north.gov.uk", north)
    assert successors_of("mo@first.gov.uk") == [north, south]
    assert successors_of("mo@north.gov.uk") == successors_of("mo@nobody.gov.uk") == []


def test_successions_that_lead_in_a_circle_end(db: None) -> None:
    one, other = make_former_council("One"), make_former_council("Other")
    succeed(one, other)
    succeed(other, one)
    list_domain("one.gov.uk", one)
    assert successors_of("mo@one.gov.uk") == []


# The register as it is


def mutations(domain: str) -> Iterator[str]:
    """Yield twelve domains that look like one of the register and are another's."""
    name, _, rest = domain.partition(".")
    yield f"{domain}.evil.example"
    yield f"evil-{domain}"
    yield f"evil{domain}"
    yield f"{domain}."
    yield f"mail.{domain}"
    yield f"{name}-council.{rest}"
    yield f"{name}.{rest}.uk" if not domain.endswith(".uk.uk") else f"{name}.example"
    yield f"{name}.org.uk" if rest != "org.uk" else f"{name}.co.uk"
    yield f"xn--{name}-abc.{rest}"
    yield domain.replace("a", "а").replace("e", "е").replace("o", "о") + ("" if set("aeo") & set(domain) else "е")
    yield f"{name}\u200b.{rest}"
    yield f"{name}.{rest}"[1:]


def test_nothing_that_looks_like_a_listed_domain_is_a_councils(starter_directory: None) -> None:
    listed = set(EmailDomain.objects.values_list("domain", flat=True))
    assert len(listed) > 400
    tried = 0
    for domain in sorted(listed):
        for mutation in mutations(domain):
            tried += 1
            if mutation in listed:
                continue
            try:
                assert councils_of(normalise(f"mo@{mutation}")) == [], mutation
            except AddressRefused:
                continue
    assert tried == 12 * len(listed)


def test_a_domain_that_another_one_ends_with_is_not_taken_for_it(starter_directory: None) -> None:
    listed = sorted(set(EmailDomain.objects.values_list("domain", flat=True)))
    pairs = [(long, short) for long, short in itertools.permutations(listed, 2) if long.endswith(short)]
    assert len(pairs) >= 20
    for long, short in pairs:
        expected = Organisation.objects.councils().current().filter(email_domains__domain=long)
        assert set(councils_of(f"mo@{long}")) == set(expected), (long, short)


def test_every_listed_domain_leads_to_exactly_its_own_councils(starter_directory: None) -> None:
    seen = {"one": 0, "shared": 0, "former": 0}
    for domain in sorted(set(EmailDomain.objects.values_list("domain", flat=True))):
        owners = Organisation.objects.councils().filter(email_domains__domain=domain)
        in_force = {council.pk for council in owners if council.status == "current"}
        assert {council.pk for council in councils_of(f"Mo@{domain.upper()}")} == in_force
        seen["former" if not in_force else "shared" if len(in_force) > 1 else "one"] += 1
    assert seen["one"] > 380
    assert seen["shared"] == 9


@pytest.mark.slow
def test_nobody_at_a_domain_that_is_shared_or_was_changed_a_little_belongs_to_a_council(
    starter_directory: None,
) -> None:
    chance = random.Random(6)
    listed = sorted(set(EmailDomain.objects.values_list("domain", flat=True)))
    for number, domain in enumerate(chance.sample(listed, 25)):
        for mutation in mutations(domain):
            if mutation not in listed:
                ask(Client(), f"mo@{mutation}", REMOTE_ADDR=f"192.0.2.{number}")
    assert deliver() == []
    for number, domain in enumerate(domain for domain in listed if len(councils_of(f"mo@{domain}")) > 1):
        assert sign_in(Client(), f"mo@{domain}", REMOTE_ADDR=f"198.51.100.{number}").url == "/account/councils/"
    assert User.objects.count() == 9
    assert not Membership.objects.exists()


def test_an_abolished_councils_domain_opens_no_account(starter_directory: None) -> None:
    abolished = Organisation.objects.councils().filter(status="abolished")
    assert abolished.count() > 80
    for number, council in enumerate(abolished[:10]):
        domain = f"{council.slug}-former.gov.uk"
        EmailDomain.objects.create(organisation=council, domain=domain, basis="other")
        assert councils_of(f"mo@{domain}") == []
        ask(Client(), f"mo@{domain}", REMOTE_ADDR=f"192.0.2.{number}")
    assert deliver() == []
    assert not User.objects.exists()
