"""Addresses of councils' people: a person's own councils, and the people of each council."""

from django.urls import URLPattern, URLResolver, path

from councils.views import my_councils, people

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/councils/", my_councils.my_councils, name="my-councils"),
    path("account/councils/find/", my_councils.find_council, name="find-council"),
    path("account/councils/requests/<int:pk>/take-back/", my_councils.take_back_request, name="take-back-request"),
    path("account/councils/invitations/<int:pk>/accept/", my_councils.accept_invitation, name="accept-invitation"),
    path("account/councils/invitations/<int:pk>/decline/", my_councils.decline_invitation, name="decline-invitation"),
    path("account/councils/<slug:slug>/ask/", my_councils.ask_council, name="ask-council"),
    path("account/councils/<slug:slug>/join/", my_councils.join_council, name="join-council"),
    path("account/councils/<slug:slug>/still-here/", my_councils.still_here, name="still-here"),
    path("account/councils/<slug:slug>/leave/", my_councils.leave_council, name="leave-council"),
    path("councils/<slug:slug>/manage/people/", people.people, name="council-people"),
    path("councils/<slug:slug>/manage/people/invite/", people.invite, name="invite"),
    path("councils/<slug:slug>/manage/people/<int:pk>/role/", people.change_role, name="change-role"),
    path("councils/<slug:slug>/manage/people/<int:pk>/end/", people.end_membership, name="end-membership"),
    path("councils/<slug:slug>/manage/requests/<int:pk>/", people.answer_request, name="answer-request"),
    path(
        "councils/<slug:slug>/manage/invitations/<int:pk>/withdraw/",
        people.withdraw_invitation,
        name="withdraw-invitation",
    ),
]
