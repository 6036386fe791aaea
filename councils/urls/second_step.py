"""Addresses of the second step and of sessions."""

from django.urls import include, path

from councils.views import second_step as step
from councils.views import sessions

urlpatterns = [
    path("second-step/", step.Overview.as_view(), name="mfa_index"),
    path("second-step/totp/activate/", step.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("second-step/recovery-codes/", step.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("second-step/webauthn/add/", step.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("second-step/webauthn/reauthenticate/", step.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    # Whatever is not above is allauth's own.
    path("second-step/", include("allauth.mfa.urls")),
    # allauth sends people here who are not signed in.
    path("second-step/sign-in/", step.sign_in, name="account_login"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<int:pk>/end/", sessions.end_a_session, name="end-session"),
    path("sessions/end-all/", sessions.end_all_sessions, name="end-all-sessions"),
]
