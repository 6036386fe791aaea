"""Making moderators and administrators from the command line: the first one of a site has nobody to appoint them."""

from councils.models import User
from councils.sign_in.addresses import normalise
from councils.sign_in.sessions import end_sessions
from directory.history import recorded


class AppointmentRefused(Exception):
    """This person cannot be appointed; the text is a sentence that says why."""


@recorded
def appoint_to_directory(*, address: str, name: str = "", is_administrator: bool, by: User | None) -> User:
    """Make whoever reads mail at an address a moderator, or a moderator and administrator; return them.

    They get an account if they have none. Nothing is taken away from anybody: an administrator stays one. Whoever gets
    new rights signs in again. Raises AddressRefused for what is no address, and AppointmentRefused for a name that is
    too long and for an account that may not sign in.
    """
    address, longest = normalise(address), User._meta.get_field("name").max_length
    if longest and len(name) > longest:
        raise AppointmentRefused(f"The name is too long: write at most {longest} characters.")
    person = User.objects.select_for_update().filter(email=address).first()
    if person is None:
        return User.objects.create_user(address, name=name, is_staff=True, is_superuser=is_administrator)
    if not person.is_active:
        raise AppointmentRefused(f"The account of {address} may not sign in.")
    gains = not person.is_staff or (is_administrator and not person.is_superuser)
    person.name = name or person.name
    person.is_staff = True
    person.is_superuser = person.is_superuser or is_administrator
    person.save(update_fields=["name", "is_staff", "is_superuser"])
    if gains:
        end_sessions(user=person)
    return person
