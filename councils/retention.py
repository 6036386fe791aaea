"""What the site keeps about people: what, why, for how long and who sees it. One list for all who say or do it.

The page /privacy/ and everybody's own page of data are drawn from it, docs/privacy.md repeats it, and the nightly job
(councils.actions.upkeep) follows its times. Tests show that the four agree, and that no table of the database is
missing here. Times follow the storage limitation of the UK GDPR, article 5(1)(e): no longer than the purpose needs.
"""

from dataclasses import dataclass
from datetime import timedelta

INVITATIONS = timedelta(days=90)
REQUESTS = timedelta(days=730)
IDLE_ACCOUNTS = timedelta(days=730)
WARNING_BEFORE_CLOSING = timedelta(days=30)


@dataclass(frozen=True)
class Kept:
    """One kind of personal data. `tables` are those of the database that hold it; the rest are sentences."""

    key: str
    name: str
    what: str
    why: str
    how_long: str
    who_sees: str
    tables: tuple[str, ...] = ()


KEPT = [
    Kept(
        key="account",
        name="Account",
        what="Your email address, your name if you gave it, when you made the account, when you last signed in, and "
        "when mail to you last came back.",
        why="To let you in, to write to you, and so that your council knows who its people are.",
        how_long="Until you close the account. An account that nobody has signed in to for 24 months is closed, "
        "30 days after an email that says so.",
        who_sees="You, the people of your councils, and moderators. Those whom you ask or invite for a council see "
        "your name.",
        tables=(
            "councils_user",
            "councils_user_groups",
            "councils_user_user_permissions",
            "account_emailaddress",
            "account_emailconfirmation",
        ),
    ),
    Kept(
        key="councils",
        name="Your councils",
        what="Which councils you belong or belonged to, as officer or manager, from when to when, and which entries "
        "you look after there.",
        why="So that you can work on your councils’ entries, and others can take over when you leave.",
        how_long="The fact stays with the council. Once you close the account it names “a former officer”.",
        who_sees="You, the people of that council, and moderators.",
        tables=("councils_membership", "listings_listingofficer"),
    ),
    Kept(
        key="work",
        name="Your work on entries",
        what="That it was you who wrote an update, asked to take part in an entry, said that your council reuses one "
        "or wants something, doubted one, decided about one or brought councils together as a moderator, or uploaded a "
        "file to import.",
        why="So that councils and moderators know whom to ask.",
        how_long="The work stays the council’s. Once you close the account it names “a former officer”.",
        who_sees="The people of the councils concerned, and moderators. Updates are public without your name.",
        tables=(
            "collaboration_adoption",
            "collaboration_ask",
            "collaboration_call",
            "collaboration_callentry",
            "collaboration_introduction",
            "collaboration_introductionparty",
            "collaboration_suggestion",
            "listings_decision",
            "listings_doubt",
            "listings_importupload",
            "listings_participationrequest",
            "listings_startcheck",
            "listings_startcheck_offered",
            "listings_update",
        ),
    ),
    Kept(
        key="interest",
        name="Interest and messages",
        what="What you wrote to the people behind an entry, or they to you, for which council, when, and what came of "
        "it; whose messages your council does not take.",
        why="So that your words reach them while addresses stay hidden, and so that nothing stays without an answer.",
        how_long="24 months after it came to an end, or until you close the account. Councils may have to publish "
        "what is written to them (Freedom of Information Act 2000).",
        who_sees="You, the managers of your council, and the people of the entry. Moderators, where nobody answers or "
        "somebody reports it.",
        tables=("collaboration_interest", "collaboration_message", "collaboration_block"),
    ),
    Kept(
        key="alerts",
        name="What you follow",
        what="Which entries, councils, service areas and lists you follow, how often you want to be told, and what the "
        "digests of the last 90 days held.",
        why="So that you are told what is new, once, and never the same twice.",
        how_long="Until you stop following or close the account; digests for 90 days.",
        who_sees="You.",
        tables=(
            "collaboration_follow",
            "collaboration_alertsettings",
            "collaboration_digest",
        ),
    ),
    Kept(
        key="mails",
        name="Emails to you",
        what="Which emails were to be sent to you, when, and whether the mail server took them. Not their words.",
        why="So that each is sent once, and so that we know when one could not be sent.",
        how_long="90 days, or until you close the account.",
        who_sees="Moderators see what became of them, without your name.",
        tables=("councils_outgoingmail",),
    ),
    Kept(
        key="reviews",
        name="Questions whether entries are still true",
        what="Which emails asked you whether entries are still true, and when.",
        why="So that nobody is asked the same twice.",
        how_long="24 months, or until you close the account.",
        who_sees="Nobody but the people who run the server.",
        tables=("listings_reviewmail", "listings_reviewnotice"),
    ),
    Kept(
        key="kept_text",
        name="Text that came too late",
        what="What you had typed into a form when you turned out not to be signed in any more.",
        why="So that nothing is lost: you get it back once you have signed in.",
        how_long="Until you send the form again, and never longer than 24 hours.",
        who_sees="You.",
        tables=("councils_kepttext",),
    ),
    Kept(
        key="requests",
        name="Requests to belong",
        what="Which councils you asked to join, what you wrote to them, and their answer.",
        why="So that the council’s managers, or a moderator, can answer.",
        how_long="24 months after the answer, or until you close the account.",
        who_sees="You, the managers of that council, and moderators.",
        tables=("councils_membershiprequest",),
    ),
    Kept(
        key="invitations",
        name="Invitations",
        what="The email address that a council invited, as what, by whom and when.",
        why="So that whoever reads mail at that address can accept.",
        how_long="90 days after it was accepted, withdrawn or ran out, or until you close the account.",
        who_sees="You, the managers of that council, and moderators.",
        tables=("councils_invitation",),
    ),
    Kept(
        key="codes",
        name="Codes from your email",
        what="When a code was asked for, for which address, and how often one was typed. The code itself is not kept, "
        "only what is needed to recognise it. How often codes were asked for is counted without naming the address.",
        why="To let in whoever reads your mail and nobody else, and to stop people who guess.",
        how_long="The night after the code has run out; the counts for at most two days.",
        who_sees="Nobody but the people who run the server.",
        tables=("councils_signincode", "councils_tally"),
    ),
    Kept(
        key="browsers",
        name="Browsers you signed in with",
        what="A mark of each browser that you signed in with, when it was first and last used. It says nothing about "
        "the browser itself.",
        why="So that you still get in while somebody else uses up the allowance of codes for your address.",
        how_long="A year after it was last used, or until you close the account.",
        who_sees="Nobody but the people who run the server.",
        tables=("councils_knownbrowser",),
    ),
    Kept(
        key="sessions",
        name="Sessions",
        what="For each time you are signed in: the internet address, what the browser calls itself, when it began and "
        "when it was last used.",
        why="To keep you signed in, and so that you can see and end sessions that are not yours.",
        how_long="Until the night after the session ended, and never longer than 30 days.",
        who_sees="You.",
        tables=("usersessions_usersession", "django_session", "cache_entry"),
    ),
    Kept(
        key="second_step",
        name="Second step",
        what="What is needed to check the codes of your app, your passkeys and your recovery codes, the names that you "
        "gave them, and when each was made and last used.",
        why="So that a stranger who reads your mail still does not get in.",
        how_long="Until you take it away or close the account.",
        who_sees="You; of the secrets themselves, nobody.",
        tables=("mfa_authenticator",),
    ),
    Kept(
        key="history",
        name="History",
        what="Who changed what and when, in entries and in who belongs where, and whether by a form, in the admin or "
        "by an import. The history has a number for you, never your name or address.",
        why="So that councils and moderators can see how an entry came to say what it says, and mend mistakes.",
        how_long="As long as the site. Once you close the account the number leads to “a former officer”.",
        who_sees="The people of the council that leads the entry, and moderators.",
        tables=(
            "pghistory_context",
            "collaboration_adoptionevent",
            "collaboration_askevent",
            "collaboration_blockevent",
            "collaboration_callentryevent",
            "collaboration_callevent",
            "collaboration_interestevent",
            "collaboration_introductionevent",
            "councils_emaildomainevent",
            "councils_formercodeevent",
            "councils_invitationevent",
            "councils_membershipevent",
            "councils_membershiprequestevent",
            "councils_organisationaliasevent",
            "councils_organisationevent",
            "councils_successionevent",
            "councils_userevent",
            "listings_doubtevent",
            "listings_linkevent",
            "listings_listingevent",
            "listings_listingofficerevent",
            "listings_listingserviceareaevent",
            "listings_listingtopicevent",
            "listings_nametoresolveevent",
            "listings_participationevent",
            "listings_participationrequestevent",
            "listings_phasechangeevent",
            "listings_relatedlistingevent",
            "listings_sourceevent",
            "listings_synonymgroupevent",
            "listings_topicevent",
            "listings_updateevent",
            "projects_projectevent",
            "services_sharedserviceevent",
        ),
    ),
    Kept(
        key="admin_log",
        name="Log of moderators’ work",
        what="What a moderator added, changed or deleted in the admin, and when.",
        why="So that moderators can answer for what they did.",
        how_long="As long as the site. Names of people who closed their account are taken out.",
        who_sees="Moderators.",
        tables=("django_admin_log",),
    ),
    Kept(
        key="entries",
        name="Text of entries",
        what="What people wrote about projects, shared services and councils. Entries name organisations, not people.",
        why="It is the directory: it belongs to the council, not to the person who typed it.",
        how_long="As long as the council or a moderator keeps the entry.",
        who_sees="Everybody, once it is published.",
        tables=(
            "councils_organisation",
            "councils_organisationalias",
            "councils_emaildomain",
            "councils_succession",
            "listings_listing",
            "listings_link",
            "listings_nametoresolve",
            "listings_participation",
            "listings_phasechange",
            "listings_relatedlisting",
            "listings_searchentry",
            "listings_source",
            "listings_synonymgroup",
            "listings_topic",
            "listings_word",
            "projects_project",
            "services_sharedservice",
        ),
    ),
    Kept(
        key="server_log",
        name="Log of the server",
        what="Time, page and answer of each request, and what happens when somebody signs in, with numbers instead of "
        "names. No search words and no internet addresses of visitors. When a mail server refuses an email, its words "
        "may name the address.",
        why="To find out what went wrong.",
        how_long="Until newer lines push it out: each log holds 100 MB.",
        who_sees="The people who run the server.",
    ),
    Kept(
        key="backups",
        name="Backups",
        what="A copy of all the above.",
        why="So that nothing is lost when a machine breaks.",
        how_long="35 days at most. After a backup is brought back, accounts closed since then are erased once more.",
        who_sees="The people who run the server.",
    ),
]

NOTHING_PERSONAL = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "collaboration_digestrun",
    "councils_formercode",
    "django_content_type",
    "django_migrations",
    "listings_datachange",
    "listings_listing_service_areas",
    "listings_listing_topics",
    "listings_servicearea",
    # Jobs are given numbers of rows only: see councils.mail.
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
}
"""Tables without a word about any person."""


@dataclass(frozen=True)
class Cookie:
    """Something that the site asks a browser to remember."""

    name: str
    what_for: str
    until: str


COOKIES = [
    Cookie("sessionid", "keeps you signed in", "you sign out, at most 2 weeks"),
    Cookie("csrftoken", "shows that a form was sent from this site", "1 year"),
    Cookie(
        "known_browser",
        "shows that you signed in with this browser before, so that nobody can lock you out; sent only to pages of "
        "your account",
        "1 year after you last signed in",
    ),
    Cookie(
        "kept_text",
        "brings back what you had typed into a form when you turned out not to be signed in",
        "24 hours after you sent it",
    ),
    Cookie("messages", "carries a sentence such as “Saved” to the next page", "you have seen it"),
]
"""Set only for people who sign in or are about to; on HTTPS the first two have `__Host-` before their name."""
