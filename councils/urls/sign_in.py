"""Addresses of signing in and out."""

from django.urls import URLPattern, URLResolver, path

from councils.views import sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.SignInView.as_view(), name="sign-in"),
    path("sign-in/code/", sign_in.CodeView.as_view(), name="sign-in-code"),
    path("join/", sign_in.JoinView.as_view(), name="join"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
]
