"""Addresses of saying, answering and changing that a council reuses an entry."""

from django.urls import URLPattern, path

from collaboration.views import adoption as views

ENTRY = "councils/<slug:slug>/manage/entries/<int:pk>/"
ADOPTION = f"{ENTRY}adoption/<int:adoption>/"

urlpatterns: list[URLPattern] = [
    path(f"{ENTRY}reuse/", views.adopt_entry, name="adopt-entry"),
    path(ADOPTION, views.adoption, name="adoption"),
    path(f"{ADOPTION}change/", views.change_adoption, name="change-adoption"),
    path(f"{ADOPTION}take-back/", views.take_back_adoption, name="take-back-adoption"),
]
