"""Addresses of a council's own area: its portfolio, and who looks after what."""

from django.urls import URLPattern, path

from listings.views import area, handover, looking_after

urlpatterns: list[URLPattern] = [
    path("councils/<slug:slug>/manage/", area.council_area, name="council-area"),
    path("councils/<slug:slug>/manage/portfolio.csv", area.portfolio_csv, name="portfolio-csv"),
    path("councils/<slug:slug>/manage/handover/", handover.handover, name="handover"),
    path("councils/<slug:slug>/manage/entries/<int:pk>/look-after/", looking_after.take_on, name="look-after"),
    path("councils/<slug:slug>/manage/entries/<int:pk>/give-up/", looking_after.give_up, name="give-up"),
]
