"""Where moderators introduce councils to each other, inside the admin: choose, look at who gets what, send."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.mail import EmailMultiAlternatives
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.actions.introducing import FEWEST, MODERATORS_ASKED, MOST, IntroductionRefused, introduce
from collaboration.letters.introductions import written_for
from collaboration.models import Introduction, IntroductionParty
from collaboration.parties import Party, named_parties, of_council, of_listing, readers_of
from councils.mail import compose
from councils.models import Organisation
from directory.admin_widgets import SearchSelectMultiple
from directory.counting import counted
from directory.forms import no_control_characters
from listings.admin.common import acting
from listings.admin.moderating.access import done, for_moderators, page
from listings.models import Listing
from projects.models import Project, ProjectEvent
from services.models import SharedService, SharedServiceEvent

ON_A_PAGE = 30
LONGEST = 1000
AN_ENTRY = {
    "invalid_choice": "Choose entries that are public",
    "invalid_pk_value": "Choose entries from the list",
    "invalid_list": "Choose entries from the list",
}


def _search(field: Any) -> SearchSelectMultiple:
    """Return a search field for what `field` refers to."""
    return SearchSelectMultiple(field, admin.site, attrs={"data-width": "100%"})


class IntroduceForm(forms.Form):
    """Whom a moderator introduces to each other, and why."""

    councils = forms.ModelMultipleChoiceField(
        Organisation.objects.councils().current(),
        label="Councils",
        required=False,
        help_text="Their managers get it, or their officers where there is no manager.",
        error_messages={
            "invalid_choice": "Choose councils that are in force",
            "invalid_pk_value": "Choose councils from the list",
            "invalid_list": "Choose councils from the list",
        },
        widget=_search(IntroductionParty._meta.get_field("organisation")),
    )
    # Search fields need a reference to what they find: the history has one to every kind of entry.
    projects = forms.ModelMultipleChoiceField(
        Project.objects.published(),
        label="Projects",
        required=False,
        help_text="The people who look after it get it, or those of the councils that answer for it.",
        error_messages=AN_ENTRY,
        widget=_search(ProjectEvent._meta.get_field("pgh_obj")),
    )
    services = forms.ModelMultipleChoiceField(
        SharedService.objects.published(),
        label="Shared services",
        required=False,
        error_messages=AN_ENTRY,
        widget=_search(SharedServiceEvent._meta.get_field("pgh_obj")),
    )
    words = forms.CharField(
        label="Why they should know of each other",
        max_length=LONGEST,
        help_text="One or two sentences. Everybody who is introduced reads them. Name nobody, and give no address.",
        validators=[no_control_characters],
        error_messages={
            "required": "Write in a sentence why they should know of each other",
            "max_length": f"Shorten this to {LONGEST:,} characters",
        },
        widget=AdminTextareaWidget(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for at least two, and join the two kinds of entries."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        listings = [*cleaned.get("projects", ()), *cleaned.get("services", ())]
        cleaned["listings"] = Listing.objects.filter(pk__in=[one.pk for one in listings])
        number = len(cleaned.get("councils", ())) + len(listings)
        if not self.errors and not FEWEST <= number <= MOST:
            self.add_error("councils", f"Choose from {FEWEST} to {MOST} councils and entries, together")
        return cleaned


@require_safe
@for_moderators
def introductions(request: HttpRequest) -> HttpResponse:
    """All introductions: those of which nobody says what came first, then the open ones, then the others."""
    people = "parties__listing__participations__organisation"
    found = Introduction.objects.prefetch_related("parties__organisation", "parties__listing__project", people)
    found = found.prefetch_related("parties__listing__sharedservice").order_by(
        F("ended_at").desc(nulls_first=True), "-times_asked", "-made_at", "-pk"
    )
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"introduction": one, "names": named_parties(one), "state": state_in_words(one)} for one in shown]
    return page(request, "introductions", f"Introductions ({shown.paginator.count:,})", rows=rows, shown=shown)


def state_in_words(introduction: Introduction) -> str:
    """How far an introduction has come: what came of it, or when who is asked."""
    if introduction.ended_at:
        return f"{introduction.get_outcome_display()} ({date_format(localtime(introduction.ended_at), 'j F Y')})"
    if introduction.times_asked >= MODERATORS_ASKED:
        return "Asked three times, and nobody has said: open it, and say what you know"
    if introduction.due_on is None:
        return ""
    after = f"after {date_format(introduction.due_on, 'j F Y')}"
    if not introduction.times_asked:
        return f"Nobody has said yet. They are asked {after}"
    return f"Asked {counted(introduction.times_asked, 'time')}, and nobody has said. They are asked again {after}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def introduce_parties(request: HttpRequest) -> HttpResponse:
    """Choose whom to introduce, look at who gets what, and send it."""
    form = IntroduceForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return page(request, "introduce", "Introduce councils to each other", form=form, media=form.media)
    asked = form.cleaned_data
    refusal = ""
    if "send" in request.POST:
        seen = request.POST.getlist("without_people")
        chosen = {name: asked[name] for name in ("councils", "listings", "words")}
        try:
            introduce(**chosen, without_people=seen, by=acting(request))
        except IntroductionRefused as error:
            refusal = str(error)
        else:
            return done(request, "Sent. Here you see what came of it.", None, "introductions")
    listings = asked["listings"].select_related("project", "sharedservice")
    parties = [of_council(one) for one in asked["councils"]]
    parties += [of_listing(one) for one in listings.prefetch_related("participations__organisation")]
    shown = {"form": form, "parties": parties, "refusal": refusal, "letter": _letter(parties, asked["words"])}
    unreached = [str(party) for party in parties if not party.people]
    return page(
        request,
        "introduce_preview",
        "Look at it before it goes out",
        unreached=unreached,
        readers=len(readers_of(parties)),
        reaches_anybody=len(unreached) < len(parties),
        **shown,
    )


def _letter(parties: list[Party], words: str) -> EmailMultiAlternatives | None:
    """Return the mail as one of those who get it will read it; None where nobody has an account."""
    reader = next((person for party in parties for person in party.people), None)
    if reader is None:
        return None
    context = written_for(reader, words, parties, "(the address of the page of this introduction)")
    return compose("introduction", to="", context=context)
