"""The admin's list of names to resolve: what a written name stands for, chosen once for every entry."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from collabhub.admin import ModeratedAdmin
from councils.models import Organisation
from councils.models.organisations import COUNCIL_KINDS, Kind
from councils.names import NameResolver, suggest_partner_kind
from directory.admin_widgets import SearchSelectMultiple
from listings.actions import keep_as_partner, resolve_name
from listings.admin.common import acting
from listings.models import NameToResolve, Participation

MOST_ENTRIES_SHOWN = 20
PARTNER_KINDS = [(value, label) for value, label in Kind.choices if value not in COUNCIL_KINDS]


def may_mean(resolver: NameResolver, name: str) -> list[Organisation]:
    """Return the organisations that a name may stand for, whatever its date."""
    resolution = resolver.resolve(name, None)
    return [*resolution.organisations, *resolution.candidates]


class OrganisationsForm(forms.Form):
    """Any organisations, found by searching."""

    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.all(),
        label="Search for organisations",
        help_text="Choose more than one if the name lists several.",
        error_messages={"required": "Choose at least one organisation."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reference = Participation._meta.get_field("organisation")
        field = cast(forms.ModelMultipleChoiceField, self.fields["organisations"])
        field.widget = SearchSelectMultiple(reference, admin.site, choices=field.choices)


class PartnerForm(forms.Form):
    """What sort of partner organisation a name is."""

    kind = forms.ChoiceField(choices=[("", "Choose a kind"), *PARTNER_KINDS])


class NameChangeList(ChangeList):
    """Puts what most entries wait for first, and says for each name what it may mean; the register is read once."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        ordering = list(super().get_ordering(request, queryset))
        return ordering if ORDER_VAR in self.params else ["-waiting", *ordering]

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        resolver = NameResolver.from_register()
        for name in self.result_list:
            name.candidates = may_mean(resolver, name.name)


@admin.register(NameToResolve)
class NameToResolveAdmin(ModeratedAdmin):
    """Names come from imports and go when they are resolved; nobody adds, renames or deletes one."""

    list_display = ("name", "it_may_mean", "entries_waiting", "reason")
    list_filter = ("reason",)
    search_fields = ("name",)
    change_form_template = "admin/listings/nametoresolve/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[NameToResolve]:
        names = super().get_queryset(request)
        return names.annotate(waiting=Count("participations__listing", distinct=True)).filter(waiting__gt=0)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NameChangeList

    @admin.display(ordering="waiting")
    def entries_waiting(self, name: Any) -> int:
        return int(name.waiting)

    @admin.display(empty_value="no suggestion")
    def it_may_mean(self, name: Any) -> str | None:
        return " or ".join(str(organisation) for organisation in name.candidates) or None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what the name may mean, and take the choice."""
        name = self.get_object(request, unquote(object_id))
        if name is None:
            self.message_user(request, "This name is resolved already.", messages.WARNING)
            return self._back_to_list()
        if not self.has_change_permission(request, name):
            raise PermissionDenied
        candidates = may_mean(NameResolver.from_register(), name.name)
        chosen = request.POST.get("choose", "")
        search = OrganisationsForm(request.POST if chosen == "found" else None)
        partner = PartnerForm(
            request.POST if chosen == "partner" else None, initial={"kind": suggest_partner_kind(name.name)}
        )
        one = next((candidate for candidate in candidates if str(candidate.pk) == chosen), None)
        if one:
            return self._resolve(request, name, [one])
        if chosen == "found" and search.is_valid():
            return self._resolve(request, name, list(search.cleaned_data["organisations"]))
        if chosen == "partner" and partner.is_valid():
            organisation = keep_as_partner(name=name, kind=Kind(partner.cleaned_data["kind"]), by=acting(request))
            return self._done(request, name, [organisation])
        if request.method == "POST":
            self.message_user(request, "Nothing is resolved yet: choose what the name stands for.", messages.ERROR)
        waiting = name.participations.select_related("listing")
        context = self.admin_site.each_context(request) | {
            "title": f"What does “{name}” stand for?",
            "opts": self.opts,
            "name": name,
            "candidates": candidates,
            "search": search,
            "partner": partner,
            "media": self.media + search.media,
            "waiting": waiting[:MOST_ENTRIES_SHOWN],
            "more_waiting": max(waiting.count() - MOST_ENTRIES_SHOWN, 0),
        }
        return TemplateResponse(request, self.change_form_template, context | (extra_context or {}))

    def _resolve(
        self, request: HttpRequest, name: NameToResolve, organisations: list[Organisation]
    ) -> HttpResponseRedirect:
        resolve_name(name=name, organisations=organisations, by=acting(request))
        return self._done(request, name, organisations)

    def _done(
        self, request: HttpRequest, name: NameToResolve, organisations: list[Organisation]
    ) -> HttpResponseRedirect:
        for organisation in organisations:
            self.log_change(request, organisation, f"Chosen for the written name “{name}”.")
        names = " and ".join(str(organisation) for organisation in organisations)
        self.message_user(request, f"“{name}” now stands for {names}, in every entry that waited.", messages.SUCCESS)
        return self._back_to_list()

    def _back_to_list(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:listings_nametoresolve_changelist"))
