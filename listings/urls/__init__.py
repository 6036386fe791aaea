"""Addresses of councils, their areas, and what projects and shared services have in common."""

from listings.urls import area, directory, moderating, parts, progress, reviewing

urlpatterns = [
    *directory.urlpatterns,
    *area.urlpatterns,
    *moderating.urlpatterns,
    *parts.urlpatterns,
    *progress.urlpatterns,
    *reviewing.urlpatterns,
]
