"""Mails about a person's account. What is no longer so when a job is done is not written."""

from procrastinate.contrib.django import app

from councils.models import SignInCode, User
from councils.retention import WARNING_BEFORE_CLOSING
from councils.tasks.memberships import about, link, people_page, skipping_what_is_gone
from councils.tasks.retries import MAIL
from councils.tasks.writing import write_to


@app.task(name="councils.address_changed", retry=MAIL)
def address_changed(*, membership_id: int, to_id: int) -> None:
    """Tell who looks after a council that a member's new address is none of the council's."""
    with skipping_what_is_gone():
        membership = about(membership_id, ended_at=None)
        reader = User.objects.open().get(pk=to_id)
        page = people_page(membership.organisation)
        context = {"member": membership.user, "organisation": membership.organisation, "link": page}
        write_to(reader, "address_changed", context=context)


@app.task(name="councils.account_idle", retry=MAIL)
def account_idle(*, user_id: int) -> None:
    """Tell a person that their account will be closed unless they sign in."""
    with skipping_what_is_gone():
        person = User.objects.open().get(pk=user_id)
        context = {"days": WARNING_BEFORE_CLOSING.days, "link": link("account")}
        write_to(person, "account_idle", context=context)


@app.task(name="councils.address_wanted", retry=MAIL)
def address_wanted(*, code_id: int) -> None:
    """Tell whose address it is that somebody else wanted it for their account. Nobody's address: nothing happens."""
    with skipping_what_is_gone():
        code = SignInCode.objects.get(pk=code_id)
        owner = User.objects.open().exclude(pk=code.user_id).get(email=code.address)
        write_to(owner, "address_wanted", context={"link": link("account")})
