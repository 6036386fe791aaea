"""A small directory of random entries, the same on every run, and random questions that a list may be asked."""

import datetime
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from councils.geography import Nation, Region
from councils.models import Organisation
from listings.models import Listing, Participation, SearchEntry, ServiceArea
from listings.phases import Phase
from projects.models import Project
from services.models import DeliveryModel
from tests.support.factories import make_area, make_council, make_partner, make_project, take_part
from tests.support.plain_answers import Asked, Directory, directory_of

WORDS = ["kobal", "vintor", "mulgan", "drapok", "selvit", "ostrud"]
"""Words that no stem changes and that differ too much for one to be taken for another."""
PLACES = [
    ("England", "London", "county", 51.5, -0.1),
    ("England", "London", "unitary", 51.6, -0.2),
    ("England", "South West", "unitary", 50.7, -3.5),
    ("England", "South West", "unitary", 50.1, -5.2),
    ("Scotland", "Scotland", "scottish", 57.1, -2.1),
    ("Scotland", "Scotland", "scottish", None, None),
    ("Wales", "Wales", "welsh", 51.5, -3.2),
    ("Northern Ireland", "Northern Ireland", "unitary", 54.6, -5.9),
]
ROLES = Participation.Role.values
SHARED = {
    "nation": Nation.values,
    "region": Region.values[-6:],
    "kind": ["county", "unitary", "scottish", "welsh"],
    "role": ROLES,
    "wants": [*Listing.Wants.values, "unknown"],
    "spread": [*SearchEntry.Spread.values, "unknown"],
    "status": SearchEntry.Status.values,
    "freshness": ["year", "older", "never"],
    "tag": WORDS,
}
OF_PROJECTS = {"phase": [*Phase.values, "ended", "unknown"], "funding": [*Project.FundingOutcome.values, "unknown"]}
OF_SERVICES = {"model": [*DeliveryModel.values[:4], "unknown"], "open": ["yes", "no", "unknown"]}


def make_everyone() -> list[Organisation | str]:
    """Return councils all over the country, a charity in London and a name that nobody could resolve."""
    everyone: list[Organisation | str] = []
    for number, (nation, region, kind, latitude, longitude) in enumerate(PLACES):
        where = {"latitude": Decimal(str(latitude)), "longitude": Decimal(str(longitude))} if latitude else {}
        name = f"{WORDS[number % len(WORDS)]} {nation}"
        everyone.append(make_council(name, nation=nation, region=region, kind=kind, **where))
    make_alias(everyone[0])
    return [*everyone, make_partner("Charity for all", nation="England", region="London"), "Unresolved drapok"]


def make_alias(organisation: Any) -> None:
    """Give an organisation another name."""
    organisation.aliases.create(name="Elsewhere")


def random_directory(make: Callable[..., Any], size: int) -> Directory:
    """Make entries with random facts and return what plain Python knows of them."""
    dice = random.Random(size)
    everyone = make_everyone()
    top = [make_area("First ostrud"), make_area("Second")]
    areas = [*top, *(make_area(f"Below {area.label}", parent=area) for area in top)]
    areas.append(make_area("Third level", parent=areas[2]))
    return directory_of([make_listing(make, dice, number, everyone, areas) for number in range(size)])


def make_listing(
    make: Callable[..., Any], dice: random.Random, number: int, everyone: list[Any], areas: list[Any]
) -> Any:
    """Return one random entry; some are drafts."""
    days = dice.choice([None, 1, 200, 364, 366, 900])
    own = (
        {
            "phase": dice.choice([*Phase.values, ""]),
            "funding_outcome": dice.choice([*Project.FundingOutcome.values, ""]),
        }
        if make is make_project
        else {
            "delivery_model": dice.choice([*DeliveryModel.values[:4], ""]),
            "open_to_new_members": dice.choice([True, False, None]),
        }
    )
    listing = make(
        f"{dice.choice(WORDS)} {number:03}",
        summary=dice.choice([*WORDS, "plain"]),
        description=dice.choice([*WORDS, ""]),
        areas=dice.sample(areas, dice.randint(0, 2)),
        topics=dice.sample(WORDS, dice.randint(0, 2)),
        wants=dice.choice([*Listing.Wants.values, ""]),
        is_ended=dice.random() < 0.3,
        confirmed_at=None if days is None else timezone.now() - datetime.timedelta(days=days),
        state="published" if dice.random() < 0.85 else "draft",
        review_date=timezone.localdate() - datetime.timedelta(days=dice.choice([-200, -1, 0, 60, 179, 180, 400])),
        **own,
    )
    for role in ROLES:
        take_part(listing, role, dice.sample(everyone, dice.choice([0, 0, 1, 2])))
    return listing


def random_question(dice: random.Random, make: Callable[..., Any]) -> Asked:
    """Return what an address may ask of a list of such entries: mostly little, sometimes much."""
    choices = SHARED | (OF_PROJECTS if make is make_project else OF_SERVICES)
    choices |= {
        "area": [str(pk) for pk in ServiceArea.objects.values_list("pk", flat=True)],
        "council": list(Organisation.objects.values_list("slug", flat=True)),
    }
    names = dice.sample(sorted(choices), dice.choice([0, 1, 1, 2, 2, 3, 4]))
    asked = {name: dice.sample(choices[name], dice.choice([1, 1, 2, 3])) for name in names}
    if dice.random() < 0.5:
        words = dice.sample([*WORDS, "plain", "elsewhere", "third", "unresolved"], dice.choice([1, 1, 2]))
        asked["q"] = [" ".join(dice.choice(["", "", "", "-"]) + word for word in words)]
    return asked
