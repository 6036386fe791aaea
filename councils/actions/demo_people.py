"""Making the people of the quick start."""

from django.conf import settings

from councils.demo import COUNCIL, PEOPLE, DemoPeopleRefused
from councils.models import Membership, Organisation, User
from directory.history import recorded


@recorded
def make_demo_people(*, by: User | None) -> int:
    """Make those who are missing, and return how many. Who is there already stays as they are.

    Raises DemoPeopleRefused with DEBUG off, and when the register has not been loaded.
    """
    if not settings.DEBUG:
        raise DemoPeopleRefused("The people of the quick start are for DEBUG=1 only: anybody could sign in as them.")
    council = Organisation.objects.filter(slug=COUNCIL).first()
    if council is None:
        raise DemoPeopleRefused("The people of the quick start need the register. Run: python manage.py load_register")
    missing = [person for person in PEOPLE if not User.objects.filter(email=person.address).exists()]
    for person in missing:
        user = User.objects.create_user(
            person.address, name=person.name, is_staff=person.is_moderator, is_superuser=person.is_administrator
        )
        if person.role:
            Membership.objects.create(user=user, organisation=council, role=person.role)
    return len(missing)
