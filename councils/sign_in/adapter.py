"""How allauth's second step and sessions fit this site: our mails, our clients, our ways in, and our words."""

import io
from typing import Any, ClassVar

import qrcode  # type: ignore[import-untyped]  # it has no types, and its stubs are kept by nobody we know
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]  # as above

from councils.models import User
from councils.sign_in.clients import client_of
from councils.sign_in.return_paths import safe_path
from councils.sign_in.words import TOO_MANY_TRIES, WRONG_CODE
from councils.tasks.second_step import tell_of_change

NOWHERE = "0.0.0.0"  # noqa: S104 - nothing listens here: a client without an address is shown as this one


class AccountAdapter(DefaultAccountAdapter):
    """Mails through the queue, takes clients for who they are, and knows only our own ways in."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": TOO_MANY_TRIES,
        "rate_limited": TOO_MANY_TRIES,
        "incorrect_code": WRONG_CODE,
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network address by which this site knows a client, without the length of its network."""
        address = client_of(request).partition("/")[0]
        return NOWHERE if address == "unknown" else address

    def get_login_stages(self) -> list[str]:
        """Return what stands between the code from the mail and the session: the second step alone."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the site's own pages only."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """True for a path of this site."""
        return bool(safe_path(url or ""))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponseRedirect:
        """Lead whoever may not sign in back to the start, as everybody whose passkey is not known."""
        messages.error(request, "That did not work. Ask for a code by email instead.")
        return HttpResponseRedirect(reverse("sign-in"))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: mails leave from jobs of the queue only. Raises RuntimeError."""
        raise RuntimeError(f"allauth wants to send {template_prefix}: write a job for it.")

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Put the mail about a changed second step into the queue."""
        tell_of_change.defer(user_id=user.pk, change=template_prefix.rpartition("/")[2])


class SecondStepAdapter(DefaultMFAAdapter):
    """Names and words of the second step."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first.",
    }

    def _get_site_name(self) -> str:
        """Return what an authenticator shows as the name of this site."""
        return "CollabHub"

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's name for it
        """Return a name for a passkey that its owner did not name."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def build_totp_svg(self, url: str) -> SafeString:
        """Return the QR code of an authenticator app's address as SVG, to stand within a page.

        The address holds nothing but figures, letters and percent signs by the time it is dots.
        """
        drawing = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage, box_size=14).save(drawing)
        markup = drawing.getvalue().decode()
        return mark_safe(markup[markup.index("<svg") :])  # noqa: S308 - dots, drawn here
