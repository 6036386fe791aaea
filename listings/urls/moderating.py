"""Addresses of moderating: queues, the page of an entry for moderators, and what they decide there."""

from django.urls import path

from listings.admin.moderating import councils, decisions, doubts, entries, queues

urlpatterns = [
    path("admin/queues/", queues.landing, name="queues"),
    path("admin/queues/<slug:key>/", queues.queue, name="queue"),
    path("admin/entries/<int:pk>/", entries.entry, name="moderate-entry"),
    path("admin/entries/<int:pk>/<slug:name>/", decisions.decide, name="decide"),
    path("admin/doubts/<int:pk>/", doubts.answer, name="moderate-doubt"),
    path("admin/hidden/<int:pk>/", doubts.show_again, name="show-statement"),
    path("admin/councils-publishing/<slug:slug>/", councils.direct_publishing, name="direct-publishing"),
]
