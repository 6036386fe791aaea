"""Addresses of suggestions, introductions, and what came of them."""

from django.urls import path

from collaboration.admin import introducing
from collaboration.views import introductions, outcomes, suggestions

urlpatterns = [
    path("councils/<slug:slug>/manage/suggestions/", suggestions.suggestions, name="council-suggestions"),
    path(
        "councils/<slug:slug>/manage/suggestions/<int:pk>/not-for-us/",
        suggestions.dismiss_suggestion,
        name="dismiss-suggestion",
    ),
    path("account/introductions/<int:pk>/", introductions.introduction, name="introduction"),
    path("account/introductions/<int:pk>/share/", introductions.share_own_address, name="share-address"),
    path("outcomes/", outcomes.OutcomesView.as_view(), name="outcomes"),
    path("admin/introductions/", introducing.introductions, name="introductions"),
    path("admin/introductions/new/", introducing.introduce_parties, name="introduce"),
]
