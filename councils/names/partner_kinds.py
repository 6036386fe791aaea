"""What sort of body a name speaks of when it is certainly not a council of the register."""

import re

from councils.models.organisations import Kind

SIGNS: tuple[tuple[Kind, str], ...] = (
    (Kind.PUBLIC_BODY, r"\b(town|parish|community) council\b"),
    (
        Kind.HEALTH_BODY,
        r"\b(nhs|icb|ccg|clinical commissioning group|hospitals?|health board|health and (social )?care partnership)\b",
    ),
    (
        Kind.HEALTH_BODY,
        r"\bintegrated care (board|system|partnership)\b",
    ),
    (Kind.UNIVERSITY, r"\buniversit(y|ies)\b|\bprifysgol\b|\bbusiness school\b|\bschool of (medicine|economics)\b"),
    (Kind.DEPARTMENT, r"^(the )?(department (for|of)|ministry of|hm |cabinet office$|home office$)"),
    (Kind.DEPARTMENT, r"^(the )?(welsh|scottish|uk) government$"),
    (Kind.PUBLIC_BODY, r"\b(police|constabulary|fire and rescue|national park authority|waste authority)\b"),
    (Kind.CHARITY, r"\b(cic|community interest company|charity|charitable|foundation)\b|^(age uk|citizens advice)\b"),
    (Kind.COMPANY, r"\b(ltd|limited|plc|llp|inc)$"),
    (Kind.NETWORK, r"\b(partnership|consortium|alliance|network|forum|collaborative)$|^association of\b"),
)
"""The first that a name shows decides. Words that leave a doubt ("trust", "group", "board") are not among them."""


def suggest_partner_kind(name: str) -> Kind | None:
    """Return the kind of a body that is certainly not a council of the register, or None when its name cannot tell.

    A name that lists councils among others is never one body, so it gives None.
    """
    words = re.sub(r"[^\w]+", " ", name.casefold().replace("&", " and ")).strip()
    names_councils = re.search(r"\bcouncils?\b", re.sub(r"\b(town|parish|community) council\b", "", words))
    if names_councils:
        return None
    return next((kind for kind, sign in SIGNS if re.search(sign, words)), None)
