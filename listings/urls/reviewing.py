"""Addresses of confirming entries, from a mail and in a council's area."""

from django.urls import URLPattern, path

from listings.views import reviewing

urlpatterns: list[URLPattern] = [
    path("review/<str:token>/", reviewing.review, name="review"),
    path("councils/<slug:slug>/manage/entries/<int:pk>/confirm/", reviewing.confirm_entry, name="confirm-entry"),
]
