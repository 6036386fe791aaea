"""The admin of entries as officers and managers see it: their own councils' entries, and nothing of the moderators'.

It is an admin of its own, not the moderators' with things left out: what is not written here is not there.
"""

from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from collabhub.permissions import Action, allowed, belongs_to, can, is_moderator
from councils.models import Organisation
from listings.actions.publishing import SubmitRefused, submit
from listings.actions.registering import StartRefused, start_listing
from listings.admin.common import acting, not_there
from listings.admin.whole_entry import WholeEntry, dress_for_admin
from listings.keepers import keeper_among
from listings.models import Listing
from listings.moderation.reasons import in_words, rule_of
from listings.registering.common import summary_field, title_field
from listings.registering.sections import Journey
from listings.views.registering.places import Place, may_lead
from listings.views.registering.start import GO_ON, similar_work


class BeginForm(forms.Form):
    """What an entry is, before there is one. `key` makes it one entry however often the form is sent."""

    council = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Council",
        empty_label="Choose the council that leads it",
        error_messages={"required": "Choose the council", "invalid_choice": "Choose one of your councils"},
    )
    title = title_field()
    summary = summary_field()
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, councils: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["council"]
        field.queryset = councils
        for each in self.fields.values():
            dress_for_admin(each.widget)

    def clean_key(self) -> UUID:
        """Return the key; a new one in the place of what is none, which no page of ours sends."""
        try:
            return UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid4()


class OfficersAdmin(admin.ModelAdmin):
    """Entries that the visitor's councils answer for."""

    list_display = ("title", "led_by", "state", "updated_at")
    list_per_page = 50
    search_fields = ("title", "summary")
    search_help_text = "Words of the title or summary."
    ordering = ("-updated_at", "-id")
    actions = None
    change_list_template = "admin/change_list.html"

    def __init__(self, model: type[Model], admin_site: admin.AdminSite, journey: Journey) -> None:
        super().__init__(model, admin_site)
        self.journey = journey

    @admin.display(description="led by")
    def led_by(self, listing: Listing) -> str:
        return listing.lead_in_words

    # Who gets in, and to what

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        entries = allowed(request.user, Action.CHANGE, super().get_queryset(request))
        return entries.prefetch_related("participations__organisation")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(belongs_to(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request) and (obj is None or can(request.user, Action.CHANGE, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # Pages

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Begin an entry as a draft, after a look at what is like it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        own = allowed(request.user, Action.REGISTER, Organisation.objects.councils()).order_by("name")
        sent = request.method == "POST"
        initial = {"key": uuid4(), "council": own.first() if own.count() == 1 else None}
        form = BeginForm(request.POST if sent else None, councils=own, initial=initial)
        similar: dict[Listing, str] = {}
        if sent and form.is_valid():
            similar = self.similar(request, form.cleaned_data)
            if GO_ON in request.POST or not similar:
                if listing := self.begin(request, form, similar):
                    return redirect(self.address("change"), listing.pk)
                similar = {}
        title = f"Register a {self.opts.verbose_name}"
        return self.page(request, "begin", title=title, form=form, similar=similar, go_on=GO_ON)

    def similar(self, request: HttpRequest, said: dict[str, Any]) -> dict[Listing, str]:
        """Return what is like the work that somebody speaks of, with the reason; nothing once it has begun."""
        if Listing.objects.filter(start_key=said["key"]).exists():
            return {}
        return similar_work(acting(request), said["council"], said)

    def begin(self, request: HttpRequest, form: BeginForm, similar: dict[Listing, str]) -> Any:
        """Begin the entry of a filled-in form, and return it; None when that cannot be done, and the form says why."""
        said = form.cleaned_data
        try:
            listing = start_listing(kind=self.journey.kind, **said, offered=list(similar), by=acting(request))
        except StartRefused as refused:
            form.add_error(None, str(refused))
            return None
        self.log_addition(request, listing, "Begun.")
        messages.success(request, f"“{listing}” is a draft now, which only your council sees. Go on below.")
        return listing

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show all questions about an entry, and save what was changed."""
        listing = self.get_object(request, unquote(object_id))
        if listing is None:
            return not_there(self, request, object_id)
        if not self.has_change_permission(request, listing):
            raise PermissionDenied
        councils = may_lead(acting(request), listing)
        if request.method != "POST":
            return self.show(request, WholeEntry(self.journey, listing, councils))
        whole = WholeEntry(self.journey, listing, councils, request.POST)
        if not whole.save(acting(request)):
            return self.show(request, whole)
        if whole.titles:
            self.log_change(request, listing, f"Changed: {', '.join(whole.titles)}.")
        return self.send_in(request, listing) if "_submit" in request.POST else self.saved(request, listing)

    def saved(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        """Lead on from an entry that was saved."""
        messages.success(request, f"“{listing}” is saved.")
        if "_continue" in request.POST:
            return redirect(self.address("change"), listing.pk)
        return redirect(self.address("changelist"))

    def send_in(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        """Send in an entry that was saved, and say what becomes of it."""
        try:
            listing = submit(listing=listing, by=acting(request))
        except SubmitRefused as refused:
            messages.error(request, f"Saved, but not sent in. {refused}")
            return redirect(self.address("change"), listing.pk)
        if listing.state == Listing.State.PUBLISHED:
            messages.success(request, f"“{listing}” is public.")
        else:
            messages.success(request, f"“{listing}” is sent in: a moderator looks at it, and you get an email.")
        return redirect(self.address("changelist"))

    def show(self, request: HttpRequest, whole: WholeEntry) -> HttpResponse:
        """Show the questions about an entry as they stand or were answered."""
        listing = whole.listing
        place = Place(self.journey, self.council_for(request, listing), listing)
        context = {
            "whole": whole,
            "original": listing,
            "place": place,
            "to_mend": [{"sentences": in_words(one), "rule": rule_of(one)} for one in place.to_mend],
            "parts": listing.participations.select_related("organisation"),
            "media": self.media + whole.partner.media,
        }
        return self.page(request, "entry", title=listing.title, **context)

    def council_for(self, request: HttpRequest, listing: Listing) -> Organisation:
        """Return the visitor's council that answers for an entry, the lead if there are two."""
        return cast(Organisation, keeper_among(listing, belongs_to(request.user)))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to the history of the entry on the site."""
        listing = self.get_object(request, unquote(object_id))
        if listing is None or not can(request.user, Action.SEE_HISTORY, listing):
            raise Http404
        return redirect(f"{listing.kind}-history", listing.pk, listing.slug)

    def address(self, page: str) -> str:
        """Return the name of the address of a page of this admin."""
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def page(self, request: HttpRequest, name: str, **context: Any) -> TemplateResponse:
        """Show one of the pages of this admin."""
        common = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        return TemplateResponse(request, f"admin/listings/officers/{name}.html", common | context)


class OpenToOfficers(admin.ModelAdmin):
    """Goes before the moderators' admin of entries: officers and managers find theirs at the same addresses."""

    journey: Journey

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.for_officers = OfficersAdmin(model, admin_site, self.journey)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) or self.for_officers.has_module_permission(request)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return self.for_officers.get_model_perms(request) if meant_for(request) else super().get_model_perms(request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if meant_for(request):
            return self.for_officers.changelist_view(request, extra_context)
        return super().changelist_view(request, extra_context)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if meant_for(request):
            return self.for_officers.add_view(request, *args, **kwargs)
        return super().add_view(request, *args, **kwargs)

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if meant_for(request):
            return self.for_officers.change_view(request, *args, **kwargs)
        return super().change_view(request, *args, **kwargs)

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if meant_for(request):
            return self.for_officers.history_view(request, *args, **kwargs)
        return super().history_view(request, *args, **kwargs)


def meant_for(request: HttpRequest) -> bool:
    """True when the visitor is no moderator, so that the officers' admin is meant."""
    return not is_moderator(request.user)
