"""The filter that projects and shared services have in common."""

import re
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from councils.filters import COUNCIL_KIND_CHOICES
from councils.geography import Nation, Region
from councils.models import Organisation
from directory.filters import DirectoryFilter
from listings.models import Listing, Participation, ServiceArea

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")
MOST_ORGANISATIONS = 10
"""Organisations that one address may name."""


class ParticipantFilter(django_filters.MultipleChoiceFilter):
    """Keeps listings in which an organisation with one of the chosen values takes part, in any role."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        taking_part = Participation.objects.filter(
            **{f"organisation__{self.field_name}__in": value}, listing=OuterRef("pk")
        )
        return qs.filter(Exists(taking_part))


class ServiceAreaFilter(django_filters.MultipleChoiceFilter):
    """Keeps listings in one of the chosen service areas or anything below it."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value:
            return qs
        below = ServiceArea.objects.filter(
            Q(pk__in=value) | Q(parent__in=value) | Q(parent__parent__in=value), listings=OuterRef("pk")
        )
        return qs.filter(Exists(below))


class ListingFilter(DirectoryFilter):
    """What projects and shared services are both filtered by."""

    sorts = {
        "recent": ("Recently updated", ("is_ended", "-updated_at", "-started", "-id")),
        "started": ("Latest start first", ("-started", "title", "id")),
        "title": ("Title, A to Z", ("title", "id")),
    }

    area = ServiceAreaFilter(label="Service area")
    nation = ParticipantFilter(label="Nation", choices=Nation.choices)
    region = ParticipantFilter(label="Region", choices=Region.choices)
    kind = ParticipantFilter(label="Council kind", choices=COUNCIL_KIND_CHOICES)
    council = ParticipantFilter(label="Organisation", field_name="slug")

    class Meta:
        model = Listing
        fields: list[str] = []

    def offer_choices(self, data: QueryDict) -> None:
        areas = ServiceArea.objects.all()
        self.filters["area"].extra["choices"] = [(str(area.pk), area.label) for area in areas]
        self.top_level_areas = {str(area.pk) for area in areas if area.level == 1}
        slugs = [slug for slug in data.getlist("council")[:MOST_ORGANISATIONS] if SLUG.fullmatch(slug)]
        named = Organisation.objects.filter(slug__in=slugs) if slugs else Organisation.objects.none()
        self.filters["council"].extra["choices"] = [(council.slug, council.name) for council in named]
