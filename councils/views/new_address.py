"""Changing one's e-mail address: a code at the present address first, then one at the new address.

One after the other, so that whoever sits down at somebody's unlocked screen cannot even have mail sent elsewhere.
"""

from typing import TypedDict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.actions.accounts import AddressTaken, change_address, resting_on_address
from councils.forms.account import CodeForm, NewAddressForm
from councils.models import Invitation, SignInCode
from councils.sign_in.codes import CodeRefused, ask_for_code, check_code
from councils.tasks.accounts import address_wanted
from councils.views.access import SignedInRequest

KEPT_IN_SESSION = "new_address"
TAKEN = "This address belongs to another account by now, so yours was not changed. Use a different address."


class Wanted(TypedDict):
    """How far a change of address has come: the new address, and whether mail at the present one has been read."""

    address: str
    is_shown_at_present: bool


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_address(request: SignedInRequest) -> HttpResponse:
    """Take the new address, and send a code to the present one."""
    user = request.user
    form = NewAddressForm(request.POST if request.method == "POST" else None, present=user.email)
    if form.is_valid():
        try:
            ask_for_code(request=request, address=user.email, purpose=SignInCode.Purpose.REAUTHENTICATE, user=user)
        except CodeRefused as refused:
            form.add_error("email", str(refused))
        else:
            request.session[KEPT_IN_SESSION] = Wanted(address=form.cleaned_data["email"], is_shown_at_present=False)
            return redirect("new-address-codes")
    return render(request, "account/new_address.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_address_codes(request: SignedInRequest) -> HttpResponse:
    """Take the code from the present address, then the one from the new address, and change it."""
    wanted: Wanted | None = request.session.get(KEPT_IN_SESSION)
    if wanted is None:
        return redirect("new-address")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return take_code(request, wanted, form.cleaned_data["code"])
        except CodeRefused as refused:
            form.add_error("code", str(refused))
    context = {
        "form": form,
        "wanted": wanted,
        "resting": [each.organisation for each in resting_on_address(request.user, new=wanted["address"])],
        "has_invitations": Invitation.objects.open().filter(email=request.user.email).exists(),
    }
    return render(request, "account/new_address_codes.html", context)


def take_code(request: SignedInRequest, wanted: Wanted, typed: str) -> HttpResponse:
    """Go one step on with the code that was typed. Raises CodeRefused for a wrong one, or where none can be sent."""
    user = request.user
    if not wanted["is_shown_at_present"]:
        check_code(request=request, purpose=SignInCode.Purpose.REAUTHENTICATE, typed=typed)
        request.session[KEPT_IN_SESSION] = Wanted(address=wanted["address"], is_shown_at_present=True)
        purpose = SignInCode.Purpose.NEW_ADDRESS
        code = ask_for_code(request=request, address=wanted["address"], purpose=purpose, user=user)
        address_wanted.defer(code_id=code.pk)
        return redirect("new-address-codes")
    code = check_code(request=request, purpose=SignInCode.Purpose.NEW_ADDRESS, typed=typed)
    del request.session[KEPT_IN_SESSION]
    try:
        change_address(user=user, address=code.address, by=user)
    except AddressTaken:
        messages.error(request, TAKEN)
        return redirect("new-address")
    messages.success(request, "Your address is changed. Sign in with the new one from now on.")
    return redirect("account")
