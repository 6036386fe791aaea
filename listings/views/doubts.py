"""“This is wrong, or not ours”: an officer doubts something that an entry says."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, can
from councils.kept_text import RequestWithText, keeps_text
from councils.models import Organisation
from councils.views.access import SignedInRequest
from listings.actions.doubts import DoubtRefused, doubt
from listings.doubted import put_back_before, statements
from listings.models import Doubt, Listing
from listings.part_forms import DoubtForm
from listings.views.entries import GET_OR_POST, entry_of

NEXT = "A moderator reads what you wrote and puts it back or leaves it out. You get an email with the answer."


@keeps_text
@require_http_methods(GET_OR_POST)
def doubt_entry(request: RequestWithText, slug: str, pk: int) -> HttpResponse:
    """Take what is wrong out of an entry at once, and ask the moderators."""
    council, listing = entry_of(request, slug, pk, council_may=Action.REGISTER)
    specific = listing.specific
    theirs = statements(specific, council) if can(request.user, Action.DOUBT, listing) else []
    put_back = put_back_before(specific, council)
    offered = [each for each in theirs if each not in put_back]
    said_before = list(Doubt.objects.open().filter(listing=listing.pk, organisation=council))
    form = DoubtForm(
        request.POST if request.method == "POST" else request.kept_text,
        statements=dict.fromkeys([*offered, *(Doubt.Statement(each.statement) for each in said_before)]),
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = doubt(listing=listing, organisation=council, by=request.user, **form.cleaned_data)
        except DoubtRefused as refused:
            form.add_error("statement", str(refused))
        else:
            return after(request, council, listing, said)
    context = {
        "council": council,
        "listing": listing,
        "form": form,
        "offered": offered,
        "said_before": said_before,
        "put_back": [each.label for each in theirs if each in put_back],
        "only_own_part": bool(theirs) and set(theirs) == {Doubt.Statement.OUR_PART},
    }
    return render(request, "parts/doubt.html", context)


def after(request: SignedInRequest, council: Organisation, listing: Listing, said: Doubt) -> HttpResponse:
    """Say what happens next, where the visitor can see that the statement is gone."""
    messages.success(request, f"{taken_out(said)} {NEXT}")
    is_public = Listing.objects.published().filter(pk=listing.pk).exists()
    return redirect(listing) if is_public else redirect("council-area", council.slug)


def taken_out(said: Doubt) -> str:
    """Return what a doubt did, in a sentence."""
    match said.statement:
        case Doubt.Statement.OUR_PART:
            return f"The entry does not name {said.organisation} any more."
        case Doubt.Statement.ALL:
            return "The whole entry is out of the directory for now."
    return f"This is out of the entry for now: {said.get_statement_display().lower()}."
