"""Addresses people sign in with: which are taken, whose mailbox one is, and which councils its domain leads to.

Only plain addresses are taken, and a domain must be in the register letter by letter: everything that merely looks
like a council's address leads nowhere. An address is checked once, and mail goes to what was checked.
"""

import re

from django.db.models import Q
from django.utils.timezone import localdate

from councils.models import EmailDomain, Organisation

LONGEST = 254
"""Letters of an address that mail servers take (RFC 5321, section 4.5.3.1.3)."""
LOCAL_PART = re.compile(r"(?=.{1,64}@)[A-Za-z0-9_][A-Za-z0-9_'+-]*(\.[A-Za-z0-9_'+-]+)*@", re.ASCII)
"""What stands before the sign @: letters, digits and `._'+-`, with dots only in between."""
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
"""What stands between the dots of a domain (RFC 1123, section 2.1)."""

PLAIN = "Enter an email address such as name@council.gov.uk"
TOO_LONG = "The address is too long. Enter an email address such as name@council.gov.uk"
ONLY_THE_ADDRESS = "Enter only the address, such as name@council.gov.uk, without a name, brackets or quotation marks"
ENGLISH_LETTERS = (
    "The address has letters that we cannot take. Type it by hand, with the letters a to z, digits and . _ ' + -"
)

ROLE_MAILBOXES = frozenset(
    """
    abuse accounts admin administration all allstaff allusers bookings business ceo chiefexecutive comms
    communications complaints contact contactcentre contactus council councillors counciltax customer customercare
    customerservice customerservices data dataprotection democracy democraticservices digital elections email
    enquiries enquiry everybody everyone feedback finance foi freedomofinformation general generalenquiries hello
    help helpdesk hostmaster housing hr hub humanresources ict ictservicedesk info information it itservicedesk
    itsupport jobs leader legal library licensing mail mailbox marketing mayor media news newsletter noreply office
    parking partnerships payroll planning policy post postmaster press pressoffice procurement projects reception
    recruitment registrars reply sales schools security service servicedesk services socialcare staff support team
    tech test transformation web webmaster website webteam welcome
    """.split()  # noqa: SIM905 - quotation marks around each word would be in the way
)
"""Local parts, without dots and hyphens, that stand for an office and not for a person (some are in RFC 2142)."""
WORDS_OF_OFFICES = frozenset(
    """
    all department dept desk donotreply enquiries everyone group helpdesk inbox info mailbox noreply office officers
    service servicedesk services staff support team
    """.split()  # noqa: SIM905 - quotation marks around each word would be in the way
)
"""Words that, at the beginning or the end of a local part, stand for an office: `parking.team`, `all-staff`."""


class AddressRefused(ValueError):
    """An address that nobody can sign in with. `str()` is a sentence for the person who typed it."""


def normalise(address: str) -> str:
    """Return an address as it is stored and written to: without blanks around it, in small letters.

    Raises AddressRefused, with a sentence, for whatever is not a plain address.
    """
    address = address.strip()
    if not address.isascii():
        raise AddressRefused(ENGLISH_LETTERS)
    if re.search(r"[<>\"(),;:\s\[\]]", address):
        raise AddressRefused(ONLY_THE_ADDRESS)
    if len(address) > LONGEST:
        raise AddressRefused(TOO_LONG)
    local_part = LOCAL_PART.match(address)
    if not local_part or not is_domain(address[local_part.end() :].lower()):
        raise AddressRefused(PLAIN)
    return address.lower()


def is_domain(domain: str) -> bool:
    """True for the plain name of a domain, with two parts or more, none of which stands for other letters (`xn--`)."""
    labels = domain.split(".")
    are_plain = all(LABEL.fullmatch(label) and not label.startswith("xn--") for label in labels)
    return are_plain and len(labels) > 1 and not labels[-1].isdigit()


def split(address: str) -> tuple[str, str]:
    """Return the two parts of a normal address: what stands before the sign @, and the domain."""
    local_part, _, domain = address.rpartition("@")
    return local_part, domain


def fold(address: str) -> str:
    """Return the mailbox by which limits are counted: many mail servers ignore dots, and what follows a plus sign."""
    local_part, domain = split(address.strip().lower())
    return f"{local_part.partition('+')[0].replace('.', '')}@{domain}"


def is_role_mailbox(address: str) -> bool:
    """True where several people may read the mail (`press@`, `all-staff@`, `planning.team@`)."""
    local_part = split(address.lower())[0].partition("+")[0]
    words = re.split(r"[._-]+", local_part.rstrip("0123456789.-_"))
    return "".join(words) in ROLE_MAILBOXES or not WORDS_OF_OFFICES.isdisjoint({words[0], words[-1]})


def listings_of(address: str) -> Q:
    """Return the condition on rows of the register that list the domain of `address` today."""
    return Q(domain=split(address.lower())[1]) & (Q(valid_until=None) | Q(valid_until__gte=localdate()))


def councils_of(address: str) -> list[Organisation]:
    """Return the councils in force whose listed domain an address has: none, one, or those that share it."""
    listed = EmailDomain.objects.filter(listings_of(address)).values("organisation")
    return list(Organisation.objects.councils().current().filter(pk__in=listed))


def former_councils_of(address: str) -> list[Organisation]:
    """Return the abolished councils whose domain an address has."""
    listed = EmailDomain.objects.filter(domain=split(address.lower())[1]).values("organisation")
    return list(Organisation.objects.filter(pk__in=listed, status=Organisation.Status.ABOLISHED))


def successors_of(address: str) -> list[Organisation]:
    """Return the councils in force today that took over from the abolished ones whose domain an address has."""
    former = [council.pk for council in former_councils_of(address)]
    return Organisation.objects.filter(pk__in=former).taken_over_by()
