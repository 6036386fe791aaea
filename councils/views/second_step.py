"""Pages of the second step: allauth's, which here lead back to where somebody was going."""

from textwrap import wrap
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.sign_in.second_step import has_second_step, next_of, with_next
from councils.sign_in.sessions import MINUTE, end_session, signed_in_just_now


class OnTheWay:
    """A page on the way to another: it hands on the address that somebody is going to."""

    request: HttpRequest

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Return what allauth's page needs, and where to go on to."""
        on_to = next_of(self.request)
        given: dict[str, Any] = super().get_context_data(**context)  # type: ignore[misc]  # allauth's page beside this
        return given | {"next": on_to, "next_query": with_next("", on_to)}


class Overview(OnTheWay, base.IndexView):
    """What a person's second step is."""


class NewStep(OnTheWay):
    """A page that sets up a second step. Who just showed that it works has taken it in this session.

    For the first one a person has to have signed in just now: whoever finds a browser open could lock its owner out.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask to sign in once more, if that was long ago."""
        user = request.user
        if user.is_authenticated and not has_second_step(user) and not signed_in_just_now(request):
            return sign_in_again(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # allauth's page beside this

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it up, note that it was taken, and show new recovery codes before going on."""
        response = super().form_valid(form)  # type: ignore[misc]  # allauth's page beside this
        newest = (
            Authenticator.objects.filter(user=form.user).exclude(type=Authenticator.Type.RECOVERY_CODES).latest("pk")
        )
        extra = {"id": newest.pk, "type": newest.type, "reauthenticated": True}
        record_authentication(self.request, form.user, "mfa", **extra)
        return response

    def get_success_url(self) -> str:
        """Return the page of recovery codes when there are new ones, else where somebody was going."""
        on_to = next_of(self.request)
        if self.did_generate_recovery_codes:  # type: ignore[attr-defined]  # allauth's page beside this
            return with_next(reverse("mfa_view_recovery_codes"), on_to)
        return on_to or reverse("mfa_index")


class SetUpApp(NewStep, app.ActivateTOTPView):
    """Set up an authenticator app."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Return what the page needs; the key in groups of four, as people type it."""
        given = super().get_context_data(**context)
        return given | {"key": " ".join(wrap(given["form"].secret, 4))}


class AddPasskey(NewStep, passkeys.AddWebAuthnView):
    """Add a passkey."""


class RecoveryCodes(OnTheWay, recovery_codes.ViewRecoveryCodesView):
    """Codes for the day when the phone is lost."""


class PasskeyAgain(passkeys.ReauthenticateWebAuthnView):
    """Show with a passkey that it is still you."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again, with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Return what the page needs, the form with its errors included, which allauth leaves out."""
        return super().get_context_data() | context


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Ask to sign in once more and come back here; it is the button that signs out, as links may be anybody's."""
    on_to = next_of(request)
    if "sign-in-again" in request.POST:
        end_session(request)
        return redirect_to_login(with_next(request.path, on_to))
    minutes = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // MINUTE
    return render(request, "mfa/sign_in_again.html", {"next": on_to, "minutes": minutes})


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Lead whom allauth sends to its own sign-in page to ours, and back to where they were going."""
    on_to = next_of(request)
    if request.user.is_authenticated:
        return redirect(on_to or settings.LOGIN_REDIRECT_URL)
    return redirect(with_next(reverse(settings.LOGIN_URL), on_to))
