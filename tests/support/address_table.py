"""Every address of the site × every kind of visitor: which status they get, for reading and for an empty form."""

from itertools import product
from typing import Any

from django.urls import reverse

from tests.support.addresses import BY_TOPIC
from tests.support.answers import (
    FILE,
    HERE,
    MEMBERS,
    MODERATED,
    MODERATORS,
    NEEDS_A_RIGHT,
    NOBODY_MAY,
    OFFICE,
    PAGE,
    READ_ONLY,
    SHORT_ADDRESS,
    Answers,
    each,
    for_caretakers,
    moderated,
    signed_in_only,
)

PUBLIC = {
    **dict.fromkeys(["home", "projects", "project", "services", "service", "councils", "council"], PAGE),
    **dict.fromkeys(["service-areas", "service-area", "search", "suggestions"], PAGE),
    **dict.fromkeys(["about", "rules", "accessibility", "privacy", "data"], PAGE),
    **dict.fromkeys(["project-by-number", "service-by-number", "service-area-by-number"], SHORT_ADDRESS),
    **dict.fromkeys(["healthz", "readyz", "robots", "sitemap"], FILE),
}

SIGN_IN = {
    **dict.fromkeys(
        ["sign-in", "join"], Answers(get=each(302, (["visitor"], 200)), post=each(302, (["visitor"], 200)))
    ),
    "sign-in-code": Answers(get=each(302), post=each(302)),
    "sign-out": Answers(get=each(200), post=each(302)),
}

OWN_PAGE = Answers(get=signed_in_only(200), post=each(405))
OWN_FORM = Answers(get=signed_in_only(200), post=signed_in_only(200))
ACCOUNT = {
    **dict.fromkeys(["account", "my-data", "my-data-file"], OWN_PAGE),
    "details": Answers(get=signed_in_only(200), post=signed_in_only(302)),
    "new-address": OWN_FORM,
    "new-address-codes": Answers(get=each(302), post=each(302)),
    "close-account": OWN_FORM,
    "account-closed": PAGE,
}


COUNCILS_OWN = {
    **dict.fromkeys(["my-councils", "find-council"], OWN_PAGE),
    **dict.fromkeys(["ask-council", "join-council"], Answers(get=signed_in_only(200), post=each(302))),
    "still-here": Answers(get=each(302), post=signed_in_only(404, (MEMBERS, 302))),
    # The last manager is asked who looks after the council next.
    "leave-council": Answers(
        get=signed_in_only(404, (MEMBERS, 200)), post=signed_in_only(404, (["officer"], 302), (["manager"], 200))
    ),
    **dict.fromkeys(
        ["take-back-request", "accept-invitation", "decline-invitation"],
        Answers(get=each(302), post=signed_in_only(404)),
    ),
    **dict.fromkeys(["council-area", "council-people"], Answers(get=signed_in_only(404, (HERE, 200)), post=each(405))),
    **dict.fromkeys(["invite", "answer-request"], Answers(get=for_caretakers(200), post=for_caretakers(200))),
    **dict.fromkeys(
        ["change-role", "end-membership", "handover"], Answers(get=for_caretakers(200), post=for_caretakers(302))
    ),
    **dict.fromkeys(
        ["look-after", "give-up"],
        Answers(get=each(302), post=signed_in_only(404, (MODERATORS, 403), (MEMBERS, 302))),
    ),
    "withdraw-invitation": Answers(get=each(302), post=for_caretakers(302)),
    **dict.fromkeys(
        ["project-history", "service-history"], Answers(get=signed_in_only(403, (HERE, 200)), post=each(405))
    ),
}

NO_BUSINESS = ("reader", "former officer")
"""People who belong to no council: the admin is not for them."""
ADMIN = {
    "index": OFFICE,
    "login": Answers(get=each(302, (NO_BUSINESS, 403)), post=each(302, (NO_BUSINESS, 403))),
    "logout": Answers(get=moderated(405, officers=405), post=each(302)),
    "autocomplete": Answers(get=moderated(403), post=moderated(405, officers=405)),
    "jsi18n": Answers(get=moderated(200, officers=200), post=moderated(405, officers=405)),
    "view_on_site": Answers(get=moderated(404), post=moderated(404)),
    # Of what is listed there nothing is for officers.
    "app_list": Answers(get=moderated(200, officers=404), post=moderated(200, officers=404)),
}

ELSEWHERE = ["officer elsewhere"]
LEADS_TO_OURS = Answers(get=each(302, (ELSEWHERE, 404)), post=each(302, (ELSEWHERE, 404)))
# What is not their own council's is as if it were not there: the admin leads back to its first page.
OWN_ENTRY = moderated(200, officers=200) | dict.fromkeys(ELSEWHERE, 302)
ENTRIES = {
    "changelist": OFFICE,
    "add": OFFICE,
    "change": Answers(get=OWN_ENTRY, post=OWN_ENTRY),
    "history": LEADS_TO_OURS,
    "delete": NOBODY_MAY,
}
ONLY_ADMINISTRATORS = dict.fromkeys(["changelist", "add", "change", "history"], NEEDS_A_RIGHT)
ROOMS = {
    "projects_project": ENTRIES,
    "services_sharedservice": ENTRIES,
    "listings_importupload": {},
    "listings_topic": {},
    "listings_servicearea": {"add": NOBODY_MAY, "change": READ_ONLY, "delete": NOBODY_MAY},
    "listings_nametoresolve": {"add": NOBODY_MAY, "delete": NOBODY_MAY},
    "listings_synonymgroup": {"delete": NOBODY_MAY},
    "collaboration_call": {},
    "collaboration_digestrun": {"add": NOBODY_MAY, "change": READ_ONLY, "delete": NOBODY_MAY},
    "councils_outgoingmail": {"add": NOBODY_MAY, "change": READ_ONLY, "delete": NOBODY_MAY},
    "councils_organisation": {},
    "councils_succession": {},
    "councils_user": ONLY_ADMINISTRATORS
    | {"change": Answers(get=moderated(403, 200), post=moderated(403, 302)), "delete": NOBODY_MAY},
    "councils_membership": {"change": READ_ONLY, "delete": NOBODY_MAY},
    "councils_membershiprequest": {"add": NOBODY_MAY, "change": READ_ONLY, "delete": NOBODY_MAY},
}
"""The admin's models, and where they differ from USUAL."""
USUAL = {
    **dict.fromkeys(["changelist", "add", "change", "history"], MODERATED),
    "delete": NEEDS_A_RIGHT,
}

ASKED_FIRST = Answers(get=signed_in_only(200, (MODERATORS, 302)), post=signed_in_only(200, (MODERATORS, 302)))
NOTHING_TO_REMOVE = Answers(get=signed_in_only(404, (MODERATORS, 302)), post=signed_in_only(404, (MODERATORS, 302)))
SECOND_STEP = {
    # Of this cast only moderators have a second step: they show it once more before they change it.
    "mfa_index": Answers(get=signed_in_only(200), post=signed_in_only(405)),
    "mfa_authenticate": Answers(get=each(302), post=each(302)),
    "mfa_reauthenticate": Answers(
        get=signed_in_only(403, (MODERATORS, 200)), post=signed_in_only(403, (MODERATORS, 200))
    ),
    "mfa_reauthenticate_webauthn": Answers(
        get=signed_in_only(403, (MODERATORS, 302)), post=signed_in_only(403, (MODERATORS, 302))
    ),
    **dict.fromkeys(["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"], ASKED_FIRST),
    **dict.fromkeys(["mfa_deactivate_totp", "mfa_remove_webauthn", "mfa_edit_webauthn"], NOTHING_TO_REMOVE),
    "mfa_view_recovery_codes": Answers(get=signed_in_only(404), post=signed_in_only(405)),
    "mfa_download_recovery_codes": Answers(get=signed_in_only(404), post=signed_in_only(404)),
    "mfa_list_webauthn": Answers(get=signed_in_only(200), post=signed_in_only(405)),
    "mfa_login_webauthn": Answers(get=each(302), post=each(302)),
    "account_login": Answers(get=each(302), post=each(405)),
    "sessions": OWN_PAGE,
    "end-session": Answers(get=each(405), post=signed_in_only(404)),
    "end-all-sessions": Answers(get=each(405), post=each(302)),
}
WRITES_ITS_SESSION = {"mfa_activate_totp", "mfa_add_webauthn"}
"""What is set up is kept in the session from the first look on; nothing else is written by reading."""

# With DEBUG off, as in these tests, they are not there, although DEBUG=1 in the environment adds their addresses.
DEVELOPERS = dict.fromkeys(
    ["dev-mail", "dev-mail-empty", "dev-mail-message", "dev-mail-html"], Answers(get=each(404), post=each(404))
)

TABLE = {
    **{name: answers for topic in BY_TOPIC for name, answers in topic.ADDRESSES.items()},
    **PUBLIC,
    **SECOND_STEP,
    **DEVELOPERS,
    **SIGN_IN,
    **ACCOUNT,
    **COUNCILS_OWN,
    **{f"admin:{name}": answers for name, answers in ADMIN.items()},
    **{
        f"admin:{model}_{page}": (USUAL | different)[page] for (model, different), page in product(ROOMS.items(), USUAL)
    },
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name in the table stands for."""
    project, service = things["projects_project"], things["services_sharedservice"]
    council, area = things["councils_organisation"], things["listings_servicearea"]
    places = {
        "project": project.get_absolute_url(),
        "service": service.get_absolute_url(),
        "project-history": f"{project.get_absolute_url()}history/",
        "service-history": f"{service.get_absolute_url()}history/",
        "council": council.get_absolute_url(),
        "service-area": area.get_absolute_url(),
        "project-by-number": f"/projects/{project.pk}/",
        "service-by-number": f"/services/{service.pk}/",
        "service-area-by-number": f"/service-areas/{area.pk}/",
        "admin:view_on_site": "/admin/r/999999/1/",
        "admin:app_list": "/admin/listings/",
    }
    if name in places:
        return places[name]
    for topic in BY_TOPIC:
        if name in topic.ADDRESSES:
            return topic.address_of(name, things)
    model, _, page = name.removeprefix("admin:").rpartition("_")
    if name.startswith("admin:") and page in {"change", "history", "delete"} and model in things:
        return reverse(name, args=[things[model].pk])
    return reverse(name, args=words_of(name, things))


def words_of(name: str, things: dict[str, Any]) -> list[Any]:
    """Return what stands in the address of a council's area or of one's own councils."""
    slug = things["councils_organisation"].slug
    membership, request = things["councils_membership"].pk, things["councils_membershiprequest"].pk
    words: dict[tuple[str, ...], list[Any]] = {
        ("ask-council", "join-council", "still-here", "leave-council"): [slug],
        ("council-area", "council-people", "invite", "handover"): [slug],
        ("take-back-request",): [request],
        ("accept-invitation", "decline-invitation"): [things["invitation"].pk],
        ("change-role", "end-membership"): [slug, membership],
        ("answer-request",): [slug, request],
        ("look-after", "give-up"): [slug, things["projects_project"].pk],
        ("withdraw-invitation",): [slug, things["invitation"].pk],
        ("mfa_remove_webauthn", "mfa_edit_webauthn", "end-session"): [999_999],
        ("dev-mail-message", "dev-mail-html"): ["none"],
    }
    return next((found for names, found in words.items() if name in names), [])
