"""The admin's doors: people come in through the site's own sign-in, and look after what the site is about alone."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, reverse

from councils.sign_in.return_paths import safe_path

OURS = {"councils", "listings", "projects", "services"}
"""Apps with tables to look after. Others would bring in what no rule covers: groups, sessions, keys, the queue."""
NO_PASSWORDS = {"password_change", "password_change_done"}


class DirectoryAdmin(AdminSite):
    """Django's admin, without passwords."""

    def register(
        self, model_or_iterable: type[Model] | Iterable[type[Model]], admin_class: Any = None, **options: Any
    ) -> None:
        """Take in the tables of this site, and leave out what comes with the parts that it is made of."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if model._meta.app_label in OURS]
        super().register(ours, admin_class or ModelAdmin, **options)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Return the admin's addresses but for those where passwords are changed."""
        return [address for address in super().get_urls() if getattr(address, "name", "") not in NO_PASSWORDS]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the site's own sign-in and back. Raises PermissionDenied for people who have no business here."""
        wanted = safe_path(request.GET.get(REDIRECT_FIELD_NAME, "")) or reverse("admin:index", current_app=self.name)
        if not request.user.is_authenticated:
            return redirect_to_login(wanted)
        if not self.has_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(wanted)
