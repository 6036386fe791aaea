"""The admin's doors: people come in through the site's own sign-in, and look after what the site is about alone.

Moderators see everything; officers and managers of councils what is their own. Others have no business here.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from collabhub.permissions import Action, allowed, belongs_to, is_moderator
from councils.kept_text import show_before_signing_in, typed_texts
from councils.models import Organisation
from councils.sign_in.return_paths import safe_path

OURS = {"collaboration", "councils", "listings", "projects", "services"}
"""Apps with tables to look after. Others would bring in what no rule covers: groups, sessions, keys, the queue."""
NOT_HERE = {"password_change", "password_change_done", "view_on_site"}
"""Django's addresses that are left out, or stand here in another form."""
SUGGESTED_TO_OFFICERS = {"listings.Participation.organisation"}
"""The fields of officers' forms whose values are found by typing."""


AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])


class Suggestions(AutocompleteJsonView):
    """What a field may hold, found by typing: any field for moderators, and for officers those of their own forms."""

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        if is_moderator(request.user):
            return bool(super().has_perm(request, obj))
        return str(self.source_field) in SUGGESTED_TO_OFFICERS

    def process_request(self, request: HttpRequest) -> Any:
        """Return what is searched for and where, without NUL, which PostgreSQL does not take."""
        term, *where = super().process_request(request)
        return (term.replace("\x00", ""), *where)


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
        on_site = self.admin_view(self.view_on_site)
        urls = [address for address in super().get_urls() if getattr(address, "name", "") not in NOT_HERE]
        return [path("r/<path:content_type_id>/<path:object_id>/", on_site, name="view_on_site"), *urls]

    def admin_view(self, view: AnyView, cacheable: bool = False) -> AnyView:
        """Return a view for people who may come in. What others typed whose session ended is shown to be copied."""
        inside = super().admin_view(view, cacheable)

        @wraps(inside)
        def inside_or_copy(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method == "POST" and not request.user.is_authenticated and typed_texts(request):
                return show_before_signing_in(request, "You are not signed in any more.", status=403)
            return inside(request, *args, **kwargs)

        return cast(AnyView, inside_or_copy)

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in moderators, and everybody who belongs to a council."""
        return request.user.is_active and (is_moderator(request.user) or bool(belongs_to(request.user)))

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show moderators what there is to look after, and officers the way to their councils' entries."""
        if is_moderator(request.user):
            return super().index(request, extra_context)
        context = self.each_context(request) | {
            "title": "Your councils’ entries",
            "app_list": self.get_app_list(request),
            "councils": allowed(request.user, Action.REGISTER, Organisation.objects.councils()).order_by("name"),
        }
        return TemplateResponse(request, "admin/listings/officers/index.html", context | (extra_context or {}))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer what a field may hold."""
        return cast(HttpResponse, Suggestions.as_view(admin_site=self)(request))

    def view_on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
        """Lead moderators to the page of a thing. It would tell others the title of what they may not see."""
        if not is_moderator(request.user):
            raise PermissionDenied
        # Of other kinds some have no table to look in.
        if content_type_id not in {
            str(kind.pk) for kind in ContentType.objects.get_for_models(*self._registry).values()
        }:
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the site's own sign-in and back. Raises PermissionDenied for people who have no business here."""
        wanted = safe_path(request.GET.get(REDIRECT_FIELD_NAME, "")) or reverse("admin:index", current_app=self.name)
        if not request.user.is_authenticated:
            return redirect_to_login(wanted)
        if not self.has_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(wanted)
