"""Addresses of confirming entries, from a mail and in a council's area."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
