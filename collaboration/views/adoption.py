"""Reuse, in the area of a council: saying it, answering it, and changing what was said."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, allowed, can
from collaboration.actions import adopting
from collaboration.adopters import said_by
from collaboration.adoption_forms import AdoptForm, AnswerAdoptionForm, ChangeAdoptionForm, as_said
from collaboration.models import Adoption
from councils.kept_text import RequestWithText, keeps_text
from councils.models import Organisation
from councils.views.access import SignedInRequest, button
from listings.models import Listing, Participation
from listings.views.entries import GET_OR_POST, attempt, entry_of

CONFIRMED = "Thank you. The entry now says that {} uses it."
SENT = "Thank you. The people who answer for the entry are asked to confirm it, and you get an email when they have."


@keeps_text
@require_http_methods(GET_OR_POST)
def adopt_entry(request: RequestWithText, slug: str, pk: int) -> HttpResponse:
    """Say that a council reuses an entry; who has said so already is led to what they said."""
    council, listing = entry_of(request, slug, pk, Action.ASK_TO_TAKE_PART, council_may=Action.REGISTER)
    parts = [part for part in listing.participations.all() if part.organisation_id == council.pk and not part.left]
    named = next((part for part in parts if part.role == Participation.Role.ADOPTER), None)
    standing = said_by({council.pk}, listing).get(council.pk)
    if request.method != "POST" and standing:
        return redirect("adoption", slug, pk, standing.pk)
    said = {"since": named.joined} if named else None
    form = AdoptForm(request.POST if request.method == "POST" else request.kept_text, initial=said)
    if request.method == "POST" and form.is_valid():
        say = partial(adopting.adopt, listing=listing, organisation=council, by=request.user, **form.cleaned_data)
        attempt(request, CONFIRMED.format(council) if named else SENT, say)
        return redirect("adopt-entry", slug, pk)
    leads = any(part.role == Participation.Role.LEAD for part in parts)
    context = {"council": council, "listing": listing, "form": form, "named": named, "leads": leads}
    return render(request, "joining/adoption/adopt.html", context)


def adoption_of(
    request: SignedInRequest, slug: str, pk: int, adoption: int
) -> tuple[Organisation, Listing, Adoption, Participation | None]:
    """Return a council, an entry, an adoption that the council said or answers, and the part that came of it.

    Raises Http404 for any other adoption, and as `entry_of` does.
    """
    council, listing = entry_of(request, slug, pk)
    theirs = Q(organisation=council) | Q(listing__in=Listing.objects.kept_by(council))
    seen = allowed(request.user, Action.VIEW, Adoption.objects.filter(theirs, listing=listing.pk))
    found = get_object_or_404(seen.select_related("organisation", "listing", "said_by"), pk=adoption)
    is_part = {"organisation": found.organisation_id, "role": Participation.Role.ADOPTER}
    return council, listing, found, Participation.objects.filter(listing=listing.pk, **is_part).first()


@keeps_text
@require_http_methods(GET_OR_POST)
def adoption(request: RequestWithText, slug: str, pk: int, adoption: int) -> HttpResponse:
    """Show what was said of a reuse, to be answered by those who answer for the entry, or changed by who said it."""
    council, listing, found, part = adoption_of(request, slug, pk, adoption)
    may_answer = can(request.user, Action.ANSWER, found)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = AnswerAdoptionForm(request.POST if request.method == "POST" else request.kept_text)
    if request.method == "POST" and form.is_valid():
        confirm, reason = form.cleaned_data["answer"] == "yes", form.cleaned_data["reason"]
        done = f"The entry now says that {found.organisation} uses it" if confirm else "The entry does not name it"
        act = partial(adopting.answer_adoption, adoption=found, by=request.user)
        attempt(request, f"{done}. It gets an email with your answer.", partial(act, confirm=confirm, reason=reason))
        return redirect("adoption", slug, pk, adoption)
    is_open = not (found.answered_at or found.withdrawn_at)
    stands = found.answer == Adoption.Answer.YES and part is not None and not found.withdrawn_at
    is_own = council.pk == found.organisation_id and can(request.user, Action.CHANGE, found)
    context = {
        "council": council,
        "listing": listing,
        "adoption": found,
        "since": part.joined if stands and part else found.since,
        "until": part.left if stands and part else found.until,
        "form": form,
        "stands": stands,
        "may_answer": may_answer and is_open,
        "may_take_back": is_own and is_open,
        "may_change": is_own and (is_open or stands),
        "may_say_again": is_own and not is_open and not stands and listing.state == Listing.State.PUBLISHED,
    }
    return render(request, "joining/adoption/adoption.html", context)


@keeps_text
@require_http_methods(GET_OR_POST)
def change_adoption(request: RequestWithText, slug: str, pk: int, adoption: int) -> HttpResponse:
    """Correct what a council said of its reuse, or say that it has stopped."""
    council, listing, found, part = adoption_of(request, slug, pk, adoption)
    if council.pk != found.organisation_id or not can(request.user, Action.CHANGE, found):
        raise PermissionDenied
    shown = part if found.answer and part else None
    initial = as_said(found, since=shown.joined if shown else found.since, until=shown.left if shown else found.until)
    may_stop = bool(found.answer)
    sent = request.POST if request.method == "POST" else request.kept_text
    form = ChangeAdoptionForm(sent, initial=initial, may_stop=may_stop)
    if request.method == "POST" and form.is_valid():
        answers = {"until": ""} | form.cleaned_data
        change = partial(adopting.change_adoption, adoption=found, by=request.user, **answers)
        attempt(request, "What you said is changed.", change)
        return redirect("adoption", slug, pk, adoption)
    context = {"council": council, "listing": listing, "adoption": found, "form": form, "may_stop": may_stop}
    return render(request, "joining/adoption/change.html", context)


@button("adoption", "slug", "pk", "adoption")
def take_back_adoption(request: SignedInRequest, slug: str, pk: int, adoption: int) -> HttpResponse:
    """Take back what a council said, before it is answered."""
    _, _, found, _ = adoption_of(request, slug, pk, adoption)
    if not can(request.user, Action.CHANGE, found):
        raise PermissionDenied
    taken_back = "It is taken back. Nobody is asked about it any more."
    attempt(request, taken_back, partial(adopting.take_back_adoption, adoption=found, by=request.user))
    return redirect("adoption", slug, pk, adoption)
