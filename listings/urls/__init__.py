"""Addresses of councils, their areas, and what projects and shared services have in common."""

from listings.urls import area, directory, parts, progress, reviewing

urlpatterns = [
    *directory.urlpatterns,
    *area.urlpatterns,
    *parts.urlpatterns,
    *progress.urlpatterns,
    *reviewing.urlpatterns,
]
