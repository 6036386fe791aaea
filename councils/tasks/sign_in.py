"""The mail with a code. Who asked never waits for it, and cannot tell from the answer whether there is one."""

from django.utils import timezone
from procrastinate.contrib.django import app

from councils.mail import send
from councils.models import Invitation, SignInCode, User
from councils.sign_in.addresses import councils_of
from councils.sign_in.digits import hash_of, in_groups, new_digits
from councils.tasks.retries import MAIL
from councils.tasks.writing import write_to

Purpose = SignInCode.Purpose
BEFORE_OTHER_MAIL = 10
"""Somebody sits there and waits for it; jobs without a priority have 0."""


@app.task(name="councils.send_code", retry=MAIL, priority=BEFORE_OTHER_MAIL)
def send_code(*, code_id: int) -> None:
    """Make the code that was asked for and mail it, if there is anybody to write to and it has not run out.

    A job that is done again makes another code: of two mails only the later one's works.
    """
    code = SignInCode.objects.usable().select_related("user").filter(pk=code_id).first()
    if code is None or not may_be_sent(code):
        return
    digits = new_digits()
    if SignInCode.objects.usable().filter(pk=code_id).update(code_hash=hash_of(digits, code_id)):
        context = {"code": code, "digits": in_groups(digits), "councils": councils_of(code.address)}
        if person := User.objects.open().filter(email=code.address).first():
            write_to(person, "sign_in_code", context=context)
        else:
            send("sign_in_code", to=code.address, context=context)
        SignInCode.objects.filter(pk=code_id).update(sent_at=timezone.now())


def may_be_sent(code: SignInCode) -> bool:
    """True where somebody with an account, or who may open one, asked, for themselves.

    Strangers get no mail: an address that is no council's must have an account or an invitation, or have asked at the
    page for just that.
    """
    person = User.objects.filter(email=code.address).first()
    if code.purpose == Purpose.NEW_ADDRESS:
        return person is None and code.user is not None and code.user.is_active
    if person or code.purpose == Purpose.REAUTHENTICATE:
        return person is not None and person.is_active and code.user in {None, person}
    invited = Invitation.objects.open().filter(email=code.address)
    return code.purpose == Purpose.JOIN or bool(councils_of(code.address)) or invited.exists()
