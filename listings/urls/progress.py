"""Addresses of updates and endings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
