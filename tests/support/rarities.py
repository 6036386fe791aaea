"""Entries that the starter files do not hold: text that wants to do harm, and every field filled in."""

import datetime
from typing import Any

from django.utils import timezone

from councils.models import Organisation
from listings.models import Participation, RelatedListing, ServiceArea
from projects.models import Project
from tests.support.factories import add_source, make_council, make_partner, make_project, make_service, take_part

HOSTILE_TITLES = {
    "script": "</script><script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "comment": "<!--<script>{{ title }}{% now 'Y' %} &amp; &lt; --> ]]> '",
    "emoji": "Bins 🗑️ for families 👩‍👩‍👧‍👦 and \u2028 friends",
    "right-to-left": "مشروع مشترك \u202eevil\u202c بين المجالس",
    "long-word": "w" * 200,
}
"""What a title might be. The longest is one word of 200 letters, as long as a title may be."""

DESCRIPTION = """\
# Why

Two councils **count** bins *by hand*.

## What next

1. ask <script>alert(1)</script> first
2. [look](https://papers.example/plan) and [never](javascript:alert(1))

> A quotation, with `code`.

![picture](https://elsewhere.example/pixel.png)
"""


def add_hostile_entries(*names: str) -> dict[str, str]:
    """Add a project, a shared service and an organisation for each hostile title, or for those of the given names.

    Returns their addresses by name.
    """
    found = {}
    for name in names or HOSTILE_TITLES:
        title = HOSTILE_TITLES[name]
        words = {"summary": title[:500], "topics": [title[:60]], "partners_note": title[:300], "wants_note": title}
        partner = make_partner(title, website="https://papers.example/?a=1&b=%22")
        project = make_project(title, leads=[partner], partners=[title], source=title, description=title, **words)
        service = make_service(title, leads=[partner], **words)
        found |= {
            f"hostile project, {name}": project.get_absolute_url(),
            f"hostile service, {name}": service.get_absolute_url(),
            f"hostile organisation, {name}": partner.get_absolute_url(),
        }
    return found


def everything_about(council: Organisation) -> dict[str, Any]:
    """Return a value for every field that projects and shared services share, with a council in every role."""
    return {
        "description": DESCRIPTION,
        "areas": ServiceArea.objects.filter(level=3)[:3],
        "topics": ["bins", "recycling"],
        "links": ["https://code.example/repository", "http://papers.example/" + "long-" * 40],
        "partners_note": "six unnamed districts",
        "wants": "partners",
        "wants_note": "Two more councils with their own lorries",
        "started": "2024-05",
        "ended": "2027-03-31",
        "confirmed_at": timezone.now(),
        "review_date": timezone.localdate() - datetime.timedelta(days=60),
        **{f"{role}s": [council] for role in Participation.Role.values},
    }


def make_full_council() -> Organisation:
    """Return a council of which everything is known."""
    council = make_council(
        "Fullborough",
        website="https://fullborough.example/a/long/path",
        gss_code="E99000001",
        population=123_456,
        population_year=2024,
        start_date=datetime.date(1974, 4, 1),
        strategic_authority=Organisation.objects.strategic_authorities().first(),
    )
    council.aliases.create(name="Borough of Full")
    return council


def make_ended_project() -> Project:
    """Return a project that ended, with its reason, and with members who came and left."""
    project = make_project(
        "Counting bins, the first try",
        is_ended=True,
        end_reason="evidence-said-no",
        end_note="Nobody needed it.",
        funding_outcome="withdrawn",
        source="Council paper",
    )
    add_source(project, "Another paper", published="2019-03")
    take_part(project, "lead", [make_council("Leftby")], joined="2018", left="2019-04")
    take_part(project, "partner", ["Nobody Knows Council"], joined="2018-06")
    return project


def add_full_entries() -> dict[str, str]:
    """Add a project, a shared service and a council with every field filled in; return their addresses by name."""
    council, ended = make_full_council(), make_ended_project()
    project = make_project(
        "Counting bins with every field",
        phase="beta",
        funding_source="Local Digital Fund",
        funding_amount_gbp=1_234_567,
        funding_outcome="funded",
        funding_reason="It was the best",
        budget_band="over-1m",
        **everything_about(council),
    )
    service = make_service(
        "Emptying bins with every field",
        open_to_new_members=True,
        annual_saving_gbp=250_000,
        total_saving_gbp=1_000_000,
        **everything_about(council),
    )
    RelatedListing.objects.create(earlier=ended, later=project)
    return {
        "project with every field": project.get_absolute_url(),
        "service with every field": service.get_absolute_url(),
        "council with every field": council.get_absolute_url(),
        "ended project with stages": ended.get_absolute_url(),
    }
