"""Addresses of updates and endings."""

from django.urls import URLPattern, path

from listings.views import endings, updates

ENTRY = "councils/<slug:slug>/manage/entries/<int:pk>"

urlpatterns: list[URLPattern] = [
    path(f"{ENTRY}/updates/", updates.updates, name="entry-updates"),
    path(f"{ENTRY}/updates/<int:number>/", updates.change, name="change-update"),
    path(f"{ENTRY}/updates/<int:number>/remove/", updates.remove, name="remove-update"),
    path(f"{ENTRY}/end/", endings.end, name="end-entry"),
    path(f"{ENTRY}/linked/<int:other>/remove/", endings.remove_link, name="remove-linked-entry"),
    path(f"{ENTRY}/goes-on/", endings.goes_on, name="entry-goes-on"),
    path(f"{ENTRY}/withdraw/", endings.take_off, name="withdraw-entry"),
    path(f"{ENTRY}/bring-back/", endings.back, name="bring-back-entry"),
]
