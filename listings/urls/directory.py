"""Addresses of councils and service areas, for everybody."""

from django.urls import path

from listings.views import organisations, service_areas

urlpatterns = [
    path("councils/", organisations.OrganisationListView.as_view(), name="councils"),
    path("councils/<slug:slug>/", organisations.OrganisationDetailView.as_view(), name="council"),
    path("service-areas/", service_areas.ServiceAreaListView.as_view(), name="service-areas"),
    path(
        "service-areas/<int:pk>/",
        service_areas.ServiceAreaDetailView.as_view(),
        name="service-area-by-number",
    ),
    path(
        "service-areas/<int:pk>/<str:slug>/",
        service_areas.ServiceAreaDetailView.as_view(),
        name="service-area",
    ),
]
