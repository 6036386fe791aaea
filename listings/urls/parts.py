"""Addresses of taking part in entries, claiming and doubting them."""

from django.urls import URLPattern, path

from listings.views import claiming, doubts, own_part, participation_requests, partners

ENTRY = "councils/<slug:slug>/manage/entries/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{ENTRY}partners/", partners.entry_partners, name="entry-partners"),
    path(f"{ENTRY}partners/group/", partners.note_partners, name="note-partners"),
    path(f"{ENTRY}partners/add/", partners.add_partner, name="add-partner"),
    path(f"{ENTRY}partners/<int:part>/", partners.change_partner, name="change-partner"),
    path(f"{ENTRY}partners/<int:part>/remove/", partners.remove_partner, name="remove-partner"),
    path(f"{ENTRY}part/", own_part.entry_part, name="entry-part"),
    path(f"{ENTRY}part/<int:part>/confirm/", own_part.confirm_part, name="confirm-part"),
    path(f"{ENTRY}part/<int:part>/change/", own_part.change_part, name="change-part"),
    path(f"{ENTRY}part/<int:part>/decline/", own_part.decline_part, name="decline-part"),
    path(f"{ENTRY}claim/", claiming.claim_entry, name="claim-entry"),
    path(f"{ENTRY}doubt/", doubts.doubt_entry, name="doubt-entry"),
    path(f"{ENTRY}join/", participation_requests.join_entry, name="join-entry"),
    path(
        f"{ENTRY}requests/<int:asked>/",
        participation_requests.answer_participation_request,
        name="answer-participation-request",
    ),
    path(
        f"{ENTRY}requests/<int:asked>/take-back/",
        participation_requests.take_back_participation_request,
        name="take-back-participation-request",
    ),
]
