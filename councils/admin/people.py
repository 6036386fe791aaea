"""Where administrators look after people: who may sign in, and who is a moderator. Nobody has a password."""

from typing import Any, cast

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from collabhub.admin import LogsNumbersOnly
from collabhub.permissions import Action, can, is_administrator
from councils.actions.people import remove_second_step, save_person
from councils.models import User
from councils.sign_in.addresses import AddressRefused, normalise
from councils.sign_in.second_step import STEPS
from councils.sign_in.sessions import end_sessions, open_sessions


class PersonForm(forms.ModelForm):
    """A person, with the address folded as sign-in does, so that nobody has two accounts."""

    class Meta:
        model = User
        fields = ("email", "name", "is_active", "is_staff", "is_superuser")

    def clean_email(self) -> str:
        """Return the address as sign-in writes it. Raises ValidationError for one that nobody can sign in with."""
        try:
            return normalise(self.cleaned_data["email"])
        except AddressRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        """Refuse an administrator who is no moderator: every administrator is one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_superuser") and not cleaned.get("is_staff"):
            self.add_error("is_staff", "An administrator is always a moderator, too: choose both.")
        return cleaned


@admin.register(User)
class PersonAdmin(LogsNumbersOnly):
    """People who sign in, known by their e-mail address. They rename and close their accounts themselves."""

    form = PersonForm
    ordering = ["email"]
    list_display = ["email", "name", "is_staff", "is_superuser", "is_active", "joined_at"]
    list_filter = ["is_staff", "is_superuser", "is_active"]
    list_per_page = 50
    search_fields = ["email", "name"]
    search_help_text = "A name or an email address."
    actions = ["end_all_sessions", "remove_the_second_step"]
    readonly_fields = ["joined_at", "last_login", "signed_in", "second_step"]
    fieldsets = [
        (None, {"fields": ["email", "name"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Signing in", {"fields": ["joined_at", "last_login", "signed_in", "second_step"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name"], "description": "They sign in with codes that are sent to this address."}),
        ("What they may do", {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Leave name and address to the person, once there is one: a new address is confirmed by code at both."""
        return [*self.readonly_fields, *(["email", "name"] if obj else [])]

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Show the dates only once there are any."""
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    @admin.display(description="signed in")
    def signed_in(self, person: User) -> str:
        """In how many browsers."""
        number = open_sessions(person).count()
        return f"in {number} browser{'' if number == 1 else 's'}" if number else "nowhere"

    @admin.display(description="second step")
    def second_step(self, person: User) -> str:
        """Which they have set up."""
        kinds = Authenticator.objects.filter(user=person, type__in=STEPS).values_list("type", flat=True)
        words = {"totp": "authenticator app", "webauthn": "passkey"}
        return ", ".join(sorted({words[kind] for kind in kinds})) or "none"

    def change_view(self, request: HttpRequest, object_id: str, *more: Any, **others: Any) -> HttpResponse:
        """Show or save a person. Of one who closes their account at this moment nothing is saved."""
        try:
            return super().change_view(request, object_id, *more, **others)
        except User.DoesNotExist:
            messages.error(request, "This account has just been closed, so nothing was saved.")
            return redirect("admin:councils_user_change", object_id)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save a person; whose rights were changed signs in again."""
        save_person(person=obj, changed=form.changed_data, by=cast(User, request.user), request=request)

    @admin.action(description="End all sessions of the people chosen")
    def end_all_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Sign people out everywhere, at once."""
        for person in queryset:
            end_sessions(user=person, but_this=request if person == request.user else None)
            self.log_change(request, person, "Ended all sessions.")
        messages.success(request, f"Signed out everywhere: {queryset.count()}.")

    @admin.action(description="Remove the second step of the people chosen, who have lost theirs")
    def remove_the_second_step(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let people set up a new second step. Make sure that it is they who ask."""
        for person in queryset:
            remove_second_step(person=person, by=cast(User, request.user), request=request)
            self.log_change(request, person, "Removed the second step.")
        messages.success(request, f"Second step removed: {queryset.count()}.")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_administrator(request.user) and (obj is None or can(request.user, Action.VIEW, obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is None:
            return is_administrator(request.user)
        return can(request.user, Action.APPOINT, obj) and not obj.closed_at

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
