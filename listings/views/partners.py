"""The partners section of an entry: who takes part, for those who answer for the entry."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collabhub.permissions import Action, can
from councils.models import Organisation
from councils.views.access import SignedInRequest
from listings.actions import partners
from listings.actions.partners import PartRefused
from listings.models import Listing, Participation
from listings.part_forms import NEW, AddPartnerForm, FindOrganisationForm, NoteForm, PartForm
from listings.remembered import Remembered
from listings.search.organisations import Register
from listings.views.entries import GET_OR_POST, attempt, entry_of

MOST_FOUND = 12


@require_safe
@login_required
def entry_partners(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """List who takes part in an entry, with what can be changed."""
    council, listing = entry_of(request, slug, pk, Action.CHANGE)
    return partners_page(request, council, listing, NoteForm(initial={"note": listing.partners_note}))


def partners_page(request: SignedInRequest, council: Organisation, listing: Listing, form: NoteForm) -> HttpResponse:
    """Return the page of who takes part."""
    parts = [*listing.leads, *listing.partners, *listing.others]
    context = {
        "council": council,
        "listing": listing,
        "parts": parts,
        "form": form,
        "open_requests": listing.participation_requests.open().select_related("organisation"),
        "tasks": f"{listing.kind}-tasks",
    }
    return render(request, "parts/partners.html", context)


@require_http_methods(GET_OR_POST)
@login_required
def note_partners(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Describe partners that are known only as a group."""
    council, listing = entry_of(request, slug, pk, Action.CHANGE)
    if request.method != "POST":
        return redirect("entry-partners", slug, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return partners_page(request, council, listing, form)
    partners.note_partners(listing=listing, note=form.cleaned_data["note"], by=request.user)
    messages.success(request, "The description of the group is saved.")
    return redirect("entry-partners", slug, pk)


@require_http_methods(GET_OR_POST)
@login_required
def add_partner(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Find an organisation by its name and add it, or propose one that the register does not have."""
    council, listing = entry_of(request, slug, pk, Action.CHANGE)
    search = FindOrganisationForm(request.GET if "q" in request.GET else None)
    context: dict[str, Any] = {"council": council, "listing": listing, "search": search, "form": search}
    if search.is_valid():
        name = " ".join(search.cleaned_data["q"].split())
        found, corrected, number = organisations_called(name)
        form = AddPartnerForm(request.POST if request.method == "POST" else None, found=found, name=name)
        if request.method == "POST" and form.is_valid():
            try:
                part = save_partner(request, listing, form, name)
            except PartRefused as refused:
                form.add_error("organisation", str(refused))
            else:
                messages.success(request, added_in_words(part))
                return redirect("entry-partners", slug, pk)
        context |= {"form": form, "adding": form, "found": found, "corrected": corrected, "number": number}
    return render(request, "parts/add_partner.html", context)


def organisations_called(name: str) -> tuple[list[tuple[str, str]], str, int]:
    """Return the organisations to choose from for some words, what the words were taken for, and how many match."""
    finding = Register.of_today(Remembered()).find_misspelt(name)
    known = Organisation.objects.in_bulk([one.pk for one in finding.found[:MOST_FOUND]])
    found = [(str(one.pk), described(known[one.pk])) for one in finding.found[:MOST_FOUND] if one.pk in known]
    return found, finding.corrected, len(finding.found)


def described(organisation: Organisation) -> str:
    """Return an organisation with what tells it from others of the same name."""
    kind = organisation.get_kind_display().lower() if not organisation.is_council else ""
    about = ", ".join(filter(None, [kind, organisation.standing]))
    return f"{organisation} ({about})" if about else str(organisation)


def save_partner(request: SignedInRequest, listing: Listing, form: AddPartnerForm, name: str) -> Participation:
    """Do what the form says, and return the new part. Raises PartRefused."""
    chosen = {"listing": listing, "role": form.cleaned_data["role"], "joined": form.cleaned_data["joined"]}
    if form.cleaned_data["organisation"] == NEW:
        return partners.propose_partner(name=name, by=request.user, **chosen)
    organisation = Organisation.objects.get(pk=form.cleaned_data["organisation"])
    return partners.add_partner(organisation=organisation, by=request.user, **chosen)


def added_in_words(part: Participation) -> str:
    """Say that a part is there, and what happens next."""
    said = f"{part.name} is in the list as {partners.in_words(part.role)}."
    if part.organisation is None:
        return f"{said} A moderator looks who it is and adds it to the register."
    return f"{said} Its people are told by email once the entry is public." if part.is_named_only else said


def part_of(request: SignedInRequest, listing: Listing, part: int) -> Participation | None:
    """Return a part of an entry; where it is gone, say so and return nothing."""
    found = next((each for each in listing.participations.all() if each.pk == part), None)
    if found is None:
        messages.error(request, "This organisation is not in the list any more. Somebody has taken it out already.")
    return found


@require_http_methods(GET_OR_POST)
@login_required
def change_partner(request: SignedInRequest, slug: str, pk: int, part: int) -> HttpResponse:
    """Change in which role an organisation takes part, since when, and until when."""
    council, listing = entry_of(request, slug, pk, Action.CHANGE)
    found = part_of(request, listing, part)
    if found is None:
        return redirect("entry-partners", slug, pk)
    return change_page(request, council, listing, found, back="entry-partners")


def change_page(
    request: SignedInRequest, council: Organisation, listing: Listing, part: Participation, *, back: str
) -> HttpResponse:
    """Return the page on which a part is changed, or lead back to `back` once it is."""
    initial = {"role": part.role, "joined": part.joined, "left": part.left}
    form = PartForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            partners.change_part(part=part, by=request.user, **form.cleaned_data)
        except PartRefused as refused:
            form.add_error("role", str(refused))
        else:
            messages.success(request, f"What the entry says of {part.name} is saved.")
            return after(request, council, listing, back)
    is_own = part.organisation_id in request.user.roles
    context = {"council": council, "listing": listing, "part": part, "form": form, "back": back, "is_own": is_own}
    return render(request, "parts/change.html", context)


def after(request: SignedInRequest, council: Organisation, listing: Listing, page: str) -> HttpResponse:
    """Lead to a page of an entry; to the council's area where the visitor may not change the entry any more."""
    fresh = Listing.objects.get(pk=listing.pk)
    if page == "entry-partners" and not can(request.user, Action.CHANGE, fresh):
        return redirect("council-area", council.slug)
    return redirect(page, council.slug, listing.pk)


@require_http_methods(GET_OR_POST)
@login_required
def remove_partner(request: SignedInRequest, slug: str, pk: int, part: int) -> HttpResponse:
    """Take out an organisation that was added by mistake, after a page that says what else there is to do."""
    council, listing = entry_of(request, slug, pk, Action.CHANGE)
    found = part_of(request, listing, part)
    if found is None:
        return redirect("entry-partners", slug, pk)
    if request.method == "POST":
        said = f"{found.name} is not in the list any more."
        attempt(request, said, lambda: partners.remove_part(part=found, by=request.user))
        return after(request, council, listing, "entry-partners")
    return render(request, "parts/remove.html", {"council": council, "listing": listing, "part": found})
