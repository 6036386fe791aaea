"""The account that a person has from their first sign-in on."""

from django.db import IntegrityError, transaction

from councils.actions.memberships import join_by_domain
from councils.models import User


@transaction.atomic
def find_or_make_person(*, address: str) -> User:
    """Return the person who reads mail at `address` (as `normalise` returns it), who has shown that with a code.

    At the first sign-in they make their account by that, and belong to the one council whose domain it is.
    """
    if person := User.objects.filter(email=address).first():
        return person
    try:
        with transaction.atomic():
            person = User.objects.create_user(address)
    except IntegrityError:  # made in another browser at this very moment
        return User.objects.get(email=address)
    join_by_domain(user=person, by=person)
    return person
