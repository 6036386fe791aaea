"""The admin asks the one rule table, like every other door."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from collabhub.permissions import Action, can, is_moderator
from directory.admin_widgets import SearchSelect, SearchSelectMultiple

LONGEST_NUMBER = 18
"""Digits of a number that a row may have: PostgreSQL's largest has 19."""

admin.site.site_header = "CollabHub: looking after the directory"
admin.site.site_title = "CollabHub"
admin.site.index_title = "What there is to look after"


class SearchesCarefully(BaseModelAdmin):
    """Takes the site's own search fields, which can show again whatever was sent."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ChoosesCarefully(admin.ModelAdmin):
    """Lets people do something to the rows that they chose in a list, and knows what cannot be chosen."""

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *where: Any, **more: Any
    ) -> HttpResponse | None:
        """Do what was asked for. Where a number is chosen that no row can have, say so and do nothing."""
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if all(number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER for number in chosen):
            return super().response_action(request, queryset, *where, **more)
        messages.error(request, "Something was chosen that is not in this list. Nothing was done: choose again.")
        return redirect(request.get_full_path())


class ModeratedAdmin(SearchesCarefully, ChoosesCarefully):
    """For what moderators look after: they see, add and change it. Only administrators may delete."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user) and (obj is None or can(request.user, Action.VIEW, obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user) and (obj is None or can(request.user, Action.CHANGE, obj))


class LogsNumbersOnly(ChoosesCarefully):
    """Keeps names out of the admin's own log, where nobody would erase them: for the admin of people."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_addition(request, Numbered(obj), message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, Numbered(obj), message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return super().log_deletions(request, cast("QuerySet[Any]", [Numbered(obj) for obj in queryset]))


class Numbered:
    """Stands for something in the log, and is called by its number."""

    def __init__(self, obj: Any) -> None:
        self._meta, self.pk = obj._meta, obj.pk

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ModeratedInline(SearchesCarefully, admin.TabularInline):
    """Rows that belong to something: who may change that may see, change, add and take away these."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_change_what_they_belong_to(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_change_what_they_belong_to(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_change_what_they_belong_to(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_change_what_they_belong_to(request, obj)


def may_change_what_they_belong_to(request: HttpRequest, obj: Any) -> bool:
    """May the visitor change `obj`, or something new when there is none yet?"""
    return is_moderator(request.user) and (obj is None or can(request.user, Action.CHANGE, obj))
