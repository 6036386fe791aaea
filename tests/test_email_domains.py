"""Nothing but the exact domains of the register opens the door of a council."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import permutations

import pytest
from django.core.management import call_command
from django.db import connection

from councils.actions.memberships import join_by_domain, to_choose_from
from councils.models import EmailDomain, Membership, Organisation, SignInCode, User
from councils.sign_in.addresses import AddressRefused, councils_of, normalise, successors_of
from councils.tasks.sign_in import may_be_sent
from tests.support.effort import as_many_as

pytestmark = pytest.mark.django_db

CRAFTED = [
    "jo@hackney.gov.uk.example.org",
    "jo@hackney.gov.uk.",
    "jo@.hackney.gov.uk",
    "jo@hackney..gov.uk",
    "jo@evil-hackney.gov.uk",
    "jo@evilhackney.gov.uk",
    "jo@staff.hackney.gov.uk",
    "jo@hackney.gov.uk@example.org",
    "jo%hackney.gov.uk@example.org",
    "jo@example.org%hackney.gov.uk",
    '"jo@example.org"@hackney.gov.uk',
    '"jo"@hackney.gov.uk',
    '"jo@hackney.gov.uk"@example.org',
    "=?utf-8?q?jo=40example.org?=@hackney.gov.uk",
    "jo@[127.0.0.1]",
    "jo@h\u0430ckney.gov.uk",  # a Cyrillic a
    "jo@\uff48ackney.gov.uk",  # a full-width h
    "j\u0131m@hackney.gov.uk",  # a dotless i
    "jo@hackney\u200b.gov.uk",  # a zero-width space
    "jo@hackney\u3002gov\u3002uk",  # ideographic full stops
    "jo@xn--hckney-3ve.gov.uk",
    "jo@hackney.gov.uk\r\nBcc: jo@example.org",
    "jo@hackney.gov.uk\x00.example.org",
    "Jo <jo@hackney.gov.uk>, kim@example.org",
    "jo@example.org;kim@hackney.gov.uk",
]
"""Addresses that look like Hackney's or use it in another way; none is one."""

MUTATIONS: list[Callable[[str], str]] = [
    lambda domain: f"{domain}.example.org",
    lambda domain: f"evil-{domain}",
    lambda domain: f"x{domain}",
    lambda domain: f"{domain}.",
    lambda domain: f"mail.{domain}",
    lambda domain: f"{domain}.com",
    lambda domain: domain.replace(".", "", 1),
    lambda domain: domain.replace(".", "-", 1),
    lambda domain: domain.replace("o", "0").replace("l", "1").replace("e", "3"),
    lambda domain: domain.replace("a", "\u0430").replace("e", "\u0435").replace("o", "\u043e"),
    lambda domain: f"{domain[0]}\u200b{domain[1:]}",
    lambda domain: f"xn--{domain.partition('.')[0]}-9za.{domain.partition('.')[2]}",
]
"""Ways to make another domain of one, each as somebody would who wants to be taken for it."""


@pytest.fixture(autouse=True)
def _register(db: None) -> None:
    call_command("load_register", stdout=StringIO())
    with connection.cursor() as cursor:
        # Else the planner takes the tables for empty, and thousands of look-ups take minutes.
        cursor.execute("ANALYZE councils_organisation, councils_emaildomain, councils_user")


def current_domains() -> dict[str, set[int]]:
    """Return the domains that show today where somebody works, each with the numbers of its councils."""
    found = defaultdict(set)
    rows = EmailDomain.objects.filter(organisation__in=Organisation.objects.councils().current(), valid_until=None)
    for domain, council in rows.values_list("domain", "organisation"):
        found[domain].add(council)
    return found


def what_it_opens(typed: str) -> str:
    """Return what somebody gets who types this address at the door; nothing, where it opens nothing."""
    try:
        address = normalise(typed)
    except AddressRefused:
        return ""
    gets_code = may_be_sent(SignInCode(address=address, purpose=SignInCode.Purpose.SIGN_IN))
    someone = User(email=address)
    joins = join_by_domain(user=someone, by=someone)
    return f"code: {gets_code}, membership: {joins}" if gets_code or joins else ""


def test_the_crafted_addresses_open_nothing() -> None:
    assert len(CRAFTED) == 25
    assert {address: opened for address in CRAFTED if (opened := what_it_opens(address))} == {}


@pytest.mark.slow
def test_twelve_mutations_of_listed_domains_open_nothing() -> None:
    listed = current_domains()
    tried, every = 0, as_many_as(1, each_time=5)
    for domain in sorted(set(EmailDomain.objects.values_list("domain", flat=True)))[::every]:
        for mutate in MUTATIONS:
            mutated = mutate(domain)
            if mutated not in listed:
                tried += 1
                assert what_it_opens(f"jo@{mutated}") == "", (domain, mutated)
    assert tried > 5_000 / every
    assert not Membership.objects.exists()
    assert not User.objects.exists()


def test_the_exact_domain_opens_its_council_in_whatever_case() -> None:
    for typed in ("jo@hackney.gov.uk", " KIM@Hackney.GOV.UK ", "jo+bins@hackney.gov.uk"):
        person = User.objects.create_user(normalise(typed))
        assert may_be_sent(SignInCode(address=person.email, purpose=SignInCode.Purpose.SIGN_IN))
        membership = join_by_domain(user=person, by=person)
        assert membership
        assert (membership.organisation.slug, membership.role) == ("hackney", "officer")


def test_every_listed_domain_leads_to_exactly_its_own_councils() -> None:
    for domain, councils in current_domains().items():
        assert {council.pk for council in councils_of(f"jo@{domain}")} == councils, domain


def suffix_pairs() -> Iterator[tuple[str, str]]:
    """Yield the pairs of listed domains of which the one ends as the other does."""
    for longer, shorter in permutations(current_domains(), 2):
        if longer.endswith(shorter):
            yield longer, shorter


def test_a_domain_that_ends_like_another_leads_to_its_own_councils_alone() -> None:
    listed, pairs = current_domains(), list(suffix_pairs())
    assert len(pairs) >= 20
    for longer, shorter in pairs:
        found = {council.pk for council in councils_of(f"jo@{longer}")}
        assert found == listed[longer], (longer, shorter)


def test_a_shared_domain_waits_for_the_person_to_choose() -> None:
    shared = {domain: councils for domain, councils in current_domains().items() if len(councils) > 1}
    assert len(shared) >= 5
    for domain, councils in shared.items():
        jo = User.objects.create_user(f"jo@{domain}")
        assert join_by_domain(user=jo, by=jo) is None
        assert {council.pk for council in to_choose_from(jo)} == councils
    assert not Membership.objects.exists()


def test_abolished_councils_let_nobody_in_and_lead_to_who_took_over() -> None:
    abolished = Organisation.objects.councils().filter(status=Organisation.Status.ABOLISHED)
    assert abolished.count() == 89
    domains = EmailDomain.objects.filter(organisation__in=abolished)
    assert domains.count() == 48
    for row in domains.select_related("organisation"):
        assert row.valid_until == row.organisation.end_date
        assert what_it_opens(f"jo@{row.domain}") == "", row.domain
        assert successors_of(f"jo@{row.domain}"), row.domain


def test_no_domain_of_an_abolished_council_is_that_of_a_council_in_force() -> None:
    abolished = EmailDomain.objects.filter(organisation__status=Organisation.Status.ABOLISHED)
    assert not set(abolished.values_list("domain", flat=True)) & set(current_domains())


def test_an_office_mailbox_of_a_council_joins_nothing_by_itself() -> None:
    for office in ("press", "all-staff", "info", "planning.team", "customer.services", "noreply"):
        mailbox = User.objects.create_user(f"{office}@hackney.gov.uk")
        assert join_by_domain(user=mailbox, by=mailbox) is None
        assert to_choose_from(mailbox) == []
