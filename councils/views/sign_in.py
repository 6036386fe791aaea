"""Signing in with a code from an email, and signing out."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView

from councils.actions.memberships import to_confirm
from councils.actions.sign_up import find_or_make_person
from councils.demo import PEOPLE
from councils.forms.sign_in import AddressForm, CodeForm
from councils.models import Membership, Role, SignInCode, User
from councils.sign_in.addresses import councils_of, former_councils_of, normalise, split, successors_of
from councils.sign_in.codes import TRIES, AskedFor, CodeRefused, ask_for_code, check_code, latest
from councils.sign_in.known_browsers import remember_browser
from councils.sign_in.return_paths import safe_path
from councils.sign_in.security_log import note
from directory.forms import SiteForm

Purpose = SignInCode.Purpose

CANNOT_SIGN_IN = "You cannot sign in with this address. If you think that you should, write to the moderators."


class SignInView(FormView):
    """Asks for an address, and has a code sent to it. Whoever is signed in goes on at once."""

    http_method_names = ["get", "head", "post"]
    template_name = "account/sign_in.html"
    form_class = AddressForm
    purpose = Purpose.SIGN_IN

    @property
    def next_path(self) -> str:
        """Where to go on after signing in, if the visitor came from somewhere."""
        return safe_path(self.request.POST.get("next") or self.request.GET.get("next", ""))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let only visitors in who are not signed in."""
        if request.user.is_authenticated:
            return redirect(self.next_path or settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AddressForm) -> HttpResponse:
        """Ask for the code and lead to the page that takes it; or say when to come back."""
        address = form.cleaned_data["email"]
        try:
            ask_for_code(
                request=self.request,
                address=address,
                purpose=self.purpose_for(address),
                typed=form.typed,
                next_path=self.next_path,
            )
        except CodeRefused as refused:
            return say_no(self, form, "email", refused)
        return redirect("sign-in-code")

    def purpose_for(self, address: str) -> str:
        """Return what a code is asked for at this page."""
        return self.purpose

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            next_path=self.next_path, demo_people=PEOPLE if settings.DEBUG else (), **kwargs
        )


class JoinView(SignInView):
    """Makes an account with an address that is no council's. With a council's it is the same as signing in."""

    template_name = "account/join.html"

    def purpose_for(self, address: str) -> str:
        return Purpose.SIGN_IN if councils_of(address) else Purpose.JOIN


class CodeView(FormView):
    """Takes the code that this browser asked for."""

    http_method_names = ["get", "head", "post"]
    template_name = "account/sign_in_code.html"
    form_class = CodeForm
    asked_for: AskedFor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let only browsers in that asked for a code."""
        asked_for = latest(request, Purpose.SIGN_IN)
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        if asked_for is None:
            return redirect("sign-in")
        self.asked_for = asked_for
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Sign the person in, or say why not."""
        try:
            code = check_code(request=self.request, purpose=Purpose.SIGN_IN, typed=form.cleaned_data["code"])
            return let_in(self.request, find_or_make_person(address=code.address), self.asked_for.next_path)
        except CodeRefused as refused:
            return say_no(self, form, "code", refused)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = normalise(self.asked_for.typed)
        code = SignInCode.objects.filter(pk=self.asked_for.code_id).first()
        councils = councils_of(address)
        is_unknown = not councils and code is not None and code.purpose == Purpose.SIGN_IN
        about_unknown = (
            {"former": former_councils_of(address), "successors": successors_of(address)} if is_unknown else {}
        )
        return super().get_context_data(
            asked_for=self.asked_for,
            code=code,
            councils=councils,
            domain=split(address)[1],
            is_unknown=is_unknown,
            is_over=code is None or code.tries >= TRIES or code.expires_at <= timezone.now(),
            is_tried_out=settings.DEBUG,
            is_joining=code is not None and code.purpose == Purpose.JOIN,
            sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            **about_unknown,
            **kwargs,
        )


def let_in(request: HttpRequest, user: User, next_path: str) -> HttpResponse:
    """Sign a person in, or lead them to their second step, and keep in mind that this browser is theirs.

    Raises CodeRefused for somebody who may not sign in.
    """
    if not user.is_active:
        note("sign-in refused", user=user.pk)
        raise CodeRefused(CANNOT_SIGN_IN)
    record_authentication(request, user, method="code")
    is_first_time = user.last_login is None
    then = next_path or first_page_of(user)
    response = perform_login(request, Login(user=user, email=user.email, redirect_url=then))
    remember_browser(request=request, response=response, user=user)
    if is_first_time and request.user.is_authenticated:
        say_where_they_belong(request, user)
    if not request.user.is_authenticated:
        note("second step asked for", user=user.pk)
    return response


def first_page_of(user: User) -> str:
    """Return the path of the page that serves a person best who just signed in and came from nowhere.

    It is the area of the one council that they belong to; at the first time the question what their name is before it.
    """
    if user.is_staff:
        return reverse("admin:index")
    councils = [membership.organisation for membership in memberships_of(user)]
    if not councils or to_confirm(user).exists():
        return reverse("my-councils")
    page = reverse("council-area", args=[councils[0].slug]) if len(councils) == 1 else reverse("account")
    is_asked = user.last_login is None and not user.name
    return f"{reverse('details')}?{urlencode({'next': page}, safe='/')}" if is_asked else page


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return the memberships of a person in councils whose areas they may enter, each with its council."""
    return user.memberships.in_force().select_related("organisation")


def say_where_they_belong(request: HttpRequest, user: User) -> None:
    """Tell a person who signed in for the first time of which councils they are a member by that."""
    for membership in memberships_of(user):
        role = "a manager" if membership.role == Role.MANAGER else "an officer"
        messages.success(request, f"You now belong to {membership.organisation.name} as {role}.")


def say_no(view: FormView, form: SiteForm, field: str, refused: CodeRefused) -> HttpResponse:
    """Show a form again with the sentence why; 429 and when to come back, where a limit is the reason."""
    form.add_error(field, str(refused))
    response = view.form_invalid(form)
    if refused.until:
        response.status_code = 429
        response["Retry-After"] = str(max(1, int((refused.until - timezone.now()).total_seconds()) + 1))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask whether to sign out, do it when the form is sent, and say that it is done."""
    if request.method == "POST":
        logout(request)
        return redirect("sign-out")
    return render(request, "account/sign_out.html")
