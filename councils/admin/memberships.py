"""Where moderators see who belongs to which council, appoint managers, and answer for councils without one.

Memberships begin, change and end through councils.actions only: here is the view of all councils at once; the people of
each council, with everything that can be done, are on the site's own pages.
"""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from collabhub.admin import ModeratedAdmin
from collabhub.permissions import Action, can, is_moderator
from councils.actions.invitations import appoint_by_address
from councils.actions.memberships import MembershipRefused, address_failed, councils_that_take_people
from councils.models import Membership, MembershipRequest, User
from councils.models.memberships import MembershipRequestQuerySet
from directory.admin_widgets import SearchSelect


class SeenOnly(ModeratedAdmin):
    """For what moderators see here, and change elsewhere."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AppointForm(forms.Form):
    """Names the manager of a council by their address."""

    organisation = forms.ModelChoiceField(
        councils_that_take_people(),
        label="Council",
        error_messages={"required": "Choose the council", "invalid_choice": "Choose a council in force"},
        widget=SearchSelect(Membership._meta.get_field("organisation"), admin.site),
    )
    email = forms.EmailField(
        label="Email address",
        help_text="With an account they are manager at once. Without one they get an invitation, which lasts 14 days.",
        error_messages={
            "required": "Enter the address of the person",
            "invalid": "Enter an address such as name@council.gov.uk",
        },
        widget=admin.widgets.AdminEmailInputWidget,
    )


class BelongsNow(admin.SimpleListFilter):
    """Tells memberships that last from those that have ended."""

    title = "whether they belong now"
    parameter_name = "belongs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", "Belongs now"), ("ended", "Ended")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the memberships that last, or those that have ended."""
        if self.value() == "now":
            return queryset.filter(ended_at__isnull=True)
        return queryset.filter(ended_at__isnull=False) if self.value() == "ended" else queryset


@admin.register(Membership)
class MembershipAdmin(SeenOnly):
    """Who belongs to which council, now and before."""

    list_display = ["user", "people_page", "organisation", "role", "began_at", "ended_at"]
    list_filter = ["role", BelongsNow, "end_reason"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__email", "user__name", "organisation__name", "organisation__short_name"]
    search_help_text = "A person's name or address, or the name of a council."
    actions = ["mail_came_back"]
    fields = ["user", "organisation", "role", "began_at", "confirmed_at", "ended_at", "end_reason"]

    @admin.display(description="people of the council")
    def people_page(self, membership: Membership) -> SafeString:
        """A link to where the council's people are looked after."""
        council = membership.organisation
        return format_html('<a href="{}">People of {}</a>', reverse("council-people", args=[council.slug]), council)

    @admin.action(
        description="Email to these people came back: end their memberships and sessions", permissions=["view"]
    )
    def mail_came_back(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """End what rests on an address that nobody reads."""
        people = User.objects.open().filter(memberships__in=queryset).distinct()
        ended = sum(address_failed(user=person, by=acting(request)) for person in people)
        messages.success(request, f"Memberships ended: {ended}. Those who look after the councils are told.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Appoint a manager, instead of adding a row."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AppointForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self.appoint(request, form):
            return redirect("admin:councils_membership_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": "Appoint a manager",
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/councils/membership/appoint.html", context)

    def appoint(self, request: HttpRequest, form: AppointForm) -> bool:
        """Do what a filled-in form says, and return whether it could be done."""
        council, email = form.cleaned_data["organisation"], form.cleaned_data["email"]
        if not can(request.user, Action.APPOINT_MANAGER, council):
            raise PermissionDenied
        try:
            appointed = appoint_by_address(organisation=council, email=email, by=acting(request))
        except MembershipRefused as refused:
            form.add_error("email", str(refused))
            return False
        if isinstance(appointed, Membership):
            messages.success(request, f"Now manager of {council}: {appointed.user}.")
        else:
            messages.success(request, f"Invited to be manager of {council}: {appointed.email}.")
        return True


class WhoAnswers(admin.SimpleListFilter):
    """Tells requests that moderators have to answer from those that a council's managers answer."""

    title = "who answers"
    parameter_name = "answers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("moderators", "The moderators"), ("managers", "The council's managers")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the open requests of councils without managers, or of those with."""
        current = Membership.objects.current().managers().filter(user__is_active=True)
        has_manager = Exists(current.filter(organisation=OuterRef("organisation")))
        requests = cast("MembershipRequestQuerySet", queryset)
        if self.value() == "moderators":
            return requests.open().exclude(has_manager)
        if self.value() == "managers":
            return requests.open().filter(has_manager)
        return requests


@admin.register(MembershipRequest)
class MembershipRequestAdmin(SeenOnly):
    """Who asks which council to take them in."""

    list_display = ["user", "organisation", "asked_at", "answer_or_link"]
    list_filter = [WhoAnswers, "answer"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__email", "user__name", "organisation__name"]
    search_help_text = "A person's name or address, or the name of a council."
    fields = ["user", "organisation", "message", "asked_at", "answer", "reason", "answered_at", "answered_by"]

    @admin.display(description="answer")
    def answer_or_link(self, request: MembershipRequest) -> str:
        """What was answered, or a link to the page on which to answer."""
        if request.answered_at:
            return request.get_answer_display()
        page = reverse("answer-request", args=[request.organisation.slug, request.pk])
        return format_html('<a href="{}">Answer {}</a>', page, request.user)


def acting(request: HttpRequest) -> User:
    """Return the moderator who acts. Raises PermissionDenied for anybody else."""
    if not (isinstance(request.user, User) and is_moderator(request.user)):
        raise PermissionDenied
    return request.user
