"""What the admin of projects and that of shared services have in common."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Q, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from collabhub.admin import ModeratedAdmin, ModeratedInline
from collabhub.permissions import Action, can, is_moderator
from councils.models import Organisation
from directory.admin_widgets import SearchSelect
from listings.actions import save_listing
from listings.actions.saving import locked
from listings.admin.common import ReadOnly, acting
from listings.admin.moderating.bulk import bring_back_all, look_at_all, withdraw_all
from listings.admin.moderating.choices import choices_for
from listings.models import Link, Listing, Participation, ServiceArea, Source
from listings.partial_dates import PartialDateField

WITH_SHORT_DATES: dict[type[Any], dict[str, Any]] = {PartialDateField: {"widget": forms.TextInput(attrs={"size": 12})}}
"""Wide enough for a day, such as 2019-03-31."""

SENTENCES = 300
"""Characters. A field that holds at least so many is for sentences, and is shown with several lines."""


class OrganisationSelect(SearchSelect):
    """A search field that shows the organisation of its row without asking the database for each row again."""

    chosen: Organisation | None = None

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        if self.chosen is None or [str(item) for item in value] != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attrs)
        options = [
            self.create_option(name, "", "", selected=False, index=0),
            self.create_option(name, self.chosen.pk, str(self.chosen), selected=True, index=1),
        ]
        return [(None, options, 0)]


class ParticipationForm(forms.ModelForm):
    """One organisation in one role. Choosing an organisation settles a name that was waiting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrapper = cast(RelatedFieldWidgetWrapper, self.fields["organisation"].widget)
        wrapper.can_add_related = wrapper.can_change_related = wrapper.can_delete_related = False
        cast(OrganisationSelect, wrapper.widget).chosen = self.instance.organisation

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("organisation"):
            self.instance.name_to_resolve = None
        elif self.instance.name_to_resolve_id is None and "organisation" not in self.errors:
            self.add_error("organisation", "Choose an organisation.")
        return data


class ParticipationInline(ModeratedInline):
    model = Participation
    form = ParticipationForm
    fields = ("organisation", "role", "joined", "left", "written_name")
    readonly_fields = ("written_name",)
    autocomplete_fields = ("organisation",)
    formfield_overrides = WITH_SHORT_DATES
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participation]:
        return super().get_queryset(request).select_related("organisation")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, widget=OrganisationSelect(db_field, self.admin_site), **kwargs
        )


class LinkInline(ModeratedInline):
    model = Link
    extra = 0


class SourceInline(ReadOnly, ModeratedInline):
    model = Source
    fields = ("name", "url", "published", "read_on", "key")
    extra = 0


class SubjectFilter(admin.SimpleListFilter):
    """Service areas of the first level, each with everything below it."""

    title = "service area"
    parameter_name = "area"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(area.pk, area.label) for area in ServiceArea.objects.top_level()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (self.value() or "").isdecimal():
            return queryset
        area = self.value()
        below = ServiceArea.objects.filter(Q(pk=area) | Q(parent=area) | Q(parent__parent=area))
        return queryset.filter(service_areas__in=below).distinct()


class ListingAdmin(ModeratedAdmin):
    """What the admin of projects and that of shared services share. Entries are withdrawn, never deleted."""

    list_display: tuple[str, ...] = (
        "title",
        "led_by",
        "state",
        "confirmed_at",
        "review_date",
        "updated_at",
    )
    list_filter: ClassVar[tuple[Any, ...]] = (
        "state",
        ("confirmed_at", admin.EmptyFieldListFilter),
        "is_ended",
        "wants",
        SubjectFilter,
    )
    list_per_page = 50
    search_fields = ("title", "summary", "participations__organisation__name", "participations__written_name")
    search_help_text = "Words of the title or summary, or of an organisation's name."
    autocomplete_fields = ("service_areas", "topics")
    readonly_fields = ("submitted_at", "published_at", "created_at", "updated_at")
    formfield_overrides = WITH_SHORT_DATES
    change_form_template = "admin/listings/entry/change_form.html"
    actions = (look_at_all, withdraw_all, bring_back_all)
    inlines = (ParticipationInline, LinkInline, SourceInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("participations__organisation")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = [field.name for field in self.model._meta.local_fields if not field.primary_key]
        return [
            (None, {"fields": ["title", "summary", "description", "state"]}),
            (str(self.model._meta.verbose_name).capitalize(), {"fields": own}),
            ("What it is about", {"fields": ["service_areas", "topics"]}),
            ("What has been learnt", {"fields": ["learnt", "technology"]}),
            ("Others", {"fields": ["partners_note", "wants", "wants_note", "offers_note"]}),
            ("Who gets what others write", {"fields": ["contact_route", "contact_url"]}),
            ("When", {"fields": ["started", "ended", "is_ended", "end_reason", "end_note", "would_do_differently"]}),
            ("Still true?", {"fields": ["confirmed_at", "review_date", *self.readonly_fields]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """States change by decisions, which say why: here they are only chosen when an entry is made."""
        may_choose = obj is None and is_moderator(request.user)
        return self.readonly_fields if may_choose else ("state", *self.readonly_fields)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "state":
            beginnings = (Listing.State.DRAFT, Listing.State.PUBLISHED)
            kwargs["choices"] = [(state.value, state.label) for state in beginnings]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Who may decide about many entries at once."""
        return is_moderator(request.user)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Offer moderators the decisions that can be made about the entry."""
        may_decide = obj is not None and can(request.user, Action.MODERATE, obj)
        context["choices"] = choices_for(obj) if may_decide else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "title":
            kwargs["widget"] = AdminTextInputWidget(attrs={"class": "vLargeTextField"})
        elif isinstance(db_field, CharField) and (db_field.max_length or 0) >= SENTENCES:
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="led by")
    def led_by(self, listing: Listing) -> str:
        return ", ".join(part.name for part in listing.leads)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to the history of the entry itself: this log knows only of what was done here."""
        listing = self.get_object(request, object_id)
        if listing is None:
            raise Http404
        if not self.has_view_permission(request, listing):
            raise PermissionDenied
        return redirect(f"{listing.kind}-history", listing.pk, listing.slug)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Save what the form changed. What somebody else has decided or written meanwhile stays."""
        if change and form.has_changed():
            now = locked(obj)
            for field in obj._meta.concrete_fields:
                if field.name not in form.changed_data:
                    setattr(obj, field.attname, getattr(now, field.attname))
        if not change or form.has_changed():
            save_listing(listing=obj, by=acting(request))

    def save_related(self, request: HttpRequest, form: Any, formsets: list[BaseInlineFormSet], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            save_listing(listing=locked(form.instance), by=acting(request))
