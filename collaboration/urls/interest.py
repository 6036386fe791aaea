"""Addresses of interest: showing it, answering it, and the conversation."""

from django.urls import path

from collaboration.views.interest import answering, conversation, overview, showing

urlpatterns = [
    path("entries/<int:pk>/interest/", showing.show, name="show-interest"),
    path("account/interests/", overview.mine, name="my-interests"),
    path("account/interests/<int:pk>/", conversation.conversation, name="interest"),
    path("account/interests/<int:pk>/answer/", answering.answer_here, name="answer-interest"),
    path("account/interests/<int:pk>/write/", conversation.write_here, name="write-in-interest"),
    path("account/interests/<int:pk>/outcome/", conversation.end_here, name="end-interest"),
    path("account/interests/<int:pk>/take-back/", conversation.take_back_here, name="take-back-interest"),
    path("interest/<str:token>/", answering.answer_by_mail, name="interest-by-mail"),
]
