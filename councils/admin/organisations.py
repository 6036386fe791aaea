"""Where moderators look after organisations, their names and successions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from collabhub.admin import ModeratedAdmin, ModeratedInline
from councils.models import EmailDomain, FormerCode, Organisation, OrganisationAlias, Succession

REGISTER_NOTE = (
    "Facts of councils come from the files of the register and are written again when it is next loaded: mend them "
    "there too. Names and email domains that you add below are kept."
)


class AliasInline(ModeratedInline):
    """Other names: adding one here makes the next import understand it."""

    model = OrganisationAlias
    extra = 0
    verbose_name = "other name"
    verbose_name_plural = "other names"


class EmailDomainInline(ModeratedInline):
    """Domains of staff e-mail."""

    model = EmailDomain
    extra = 0


class FormerCodeInline(ModeratedInline):
    """Earlier GSS codes of the same authority."""

    model = FormerCode
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(ModeratedAdmin):
    """Councils and partner organisations."""

    list_display = ["name", "kind", "status", "nation", "county", "strategic_authority"]
    list_filter = ["status", "kind", "nation"]
    list_select_related = ["county", "strategic_authority"]
    list_per_page = 50
    search_fields = ["name", "short_name", "slug", "aliases__name", "gss_code", "former_codes__gss_code"]
    search_help_text = "A name, another name or a GSS code."
    autocomplete_fields = ["county", "strategic_authority"]
    prepopulated_fields = {"slug": ["short_name"]}
    inlines = [AliasInline, EmailDomainInline, FormerCodeInline]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug", "kind", "website", "notes"], "description": REGISTER_NOTE}),
        ("Standing", {"fields": ["status", "announcement", "start_date", "end_date"]}),
        ("Place", {"fields": ["nation", "region", "tier", "county", "strategic_authority"]}),
        ("Codes", {"fields": ["gss_code", "code3", "gov_uk_slug"]}),
        ("Population", {"fields": ["population", "population_year"]}),
        ("Position on the map", {"fields": ["latitude", "longitude", "map_x", "map_y", "hex_q", "hex_r"]}),
    ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Organisation | None = None) -> dict[str, Any]:
        """Suggest an address only for a new organisation: others link to the one it has."""
        return {} if obj else super().get_prepopulated_fields(request, obj)


@admin.register(Succession)
class SuccessionAdmin(ModeratedAdmin):
    """Who took over from whom, and when."""

    list_display = ["predecessor", "successor", "date", "status"]
    list_filter = ["status", "date"]
    list_select_related = ["predecessor", "successor"]
    list_per_page = 50
    search_fields = ["predecessor__name", "successor__name"]
    autocomplete_fields = ["predecessor", "successor"]
