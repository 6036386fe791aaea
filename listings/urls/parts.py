"""Addresses of taking part in entries, claiming and doubting them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
