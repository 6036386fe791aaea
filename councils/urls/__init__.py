"""Addresses of sign-in, of a person's account, and of the people of a council."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("councils.urls.sign_in")),
    path("account/", include("councils.urls.second_step")),
    path("account/", include("councils.urls.account")),
    path("", include("councils.urls.people")),
]
