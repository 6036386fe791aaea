from django.urls import path

from listings.views import area, handover, looking_after, organisations, service_areas

urlpatterns = [
    path("councils/", organisations.OrganisationListView.as_view(), name="councils"),
    path("councils/<slug:slug>/", organisations.OrganisationDetailView.as_view(), name="council"),
    path("councils/<slug:slug>/manage/", area.council_area, name="council-area"),
    path("councils/<slug:slug>/manage/handover/", handover.handover, name="handover"),
    path("councils/<slug:slug>/manage/entries/<int:pk>/look-after/", looking_after.take_on, name="look-after"),
    path("councils/<slug:slug>/manage/entries/<int:pk>/give-up/", looking_after.give_up, name="give-up"),
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
