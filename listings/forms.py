"""Fields of forms about entries. They take what people paste, and say in a sentence what they cannot read."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, URLValidator
from django.utils.timezone import localdate

from directory.forms import no_control_characters
from listings.partial_dates import PartialDate

EMAIL_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]++@[\w-]++\.[\w.-]*\w")
"""Begins at no letter twice: a long text of nothing but letters is read once, not once from each of them."""
MOST_POUNDS = 10**12
"""A sum above this is a slip of the pen: all councils of England together spend a tenth of it in a year."""
MOST_ADDRESSES = 20
LONGEST_ADDRESS = 500

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DATES = (
    r"(?P<year>\d{4})",
    r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})",
    r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})[-/. ](?P<day>\d{1,2})",
    r"(?P<month>\d{1,2})[-/. ](?P<year>\d{4})",
    r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})",
    r"(?P<month>[a-z]{3,9})\.?,? ?(?P<year>\d{4})",
    r"(?P<day>\d{1,2})(st|nd|rd|th)?( of)? ?(?P<month>[a-z]{3,9})\.?,? ?(?P<year>\d{4})",
)
"""The ways in which people write a date, the day first as in Britain."""
MONEY = re.compile(r"(?P<number>\d+(\.\d+)?)(?P<unit>k|thousand|m|mn|million|bn|billion)?")
UNITS = {"": 1, "k": 10**3, "t": 10**3, "m": 10**6, "b": 10**9}


class TextField(forms.CharField):
    """Plain text of people: trimmed, on one line unless it has a box of its own, without an email address in it."""

    def __init__(self, *, rows: int = 0, longest: int, **kwargs: Any) -> None:
        """`rows` is the height of the box in lines, 0 for a single line; `longest` is in characters."""
        self.rows = rows
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput())
        kwargs.setdefault("validators", [no_control_characters, no_email_address])
        messages = {"max_length": f"Enter at most {longest:,} characters: these are %(show_value)d"}
        kwargs["error_messages"] = messages | kwargs.get("error_messages", {})
        super().__init__(max_length=longest, **kwargs)
        # `no_control_characters` says it better.
        self.validators = [one for one in self.validators if not isinstance(one, ProhibitNullCharactersValidator)]

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        if self.rows:
            return text.replace("\r\n", "\n").replace("\r", "\n")
        return " ".join(text.split())


def no_email_address(text: str) -> None:
    """Refuse text with an email address in it. Raises ValidationError. Source: /rules/#personal-data."""
    if found := EMAIL_ADDRESS.search(text):
        raise ValidationError(f"Take out “{found[0][:80]}”: people write to you through this site, not by that address")


class DateField(forms.CharField):
    """A date as precise as it is known: "2026", "March 2026", "2026-03", "14 March 2026" and "14/3/2026" will do."""

    def __init__(self, *, is_past: bool = False, **kwargs: Any) -> None:
        """`is_past` for what has happened: a date that lies wholly ahead is refused then."""
        self.is_past = is_past
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10"}))
        super().__init__(**kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        text = " ".join(str(super().to_python(value) or "").split())
        if not text:
            return ""
        date = read_date(text)
        if self.is_past and date.first_day > localdate():
            raise ValidationError(f"{date.in_words()} has not come yet: enter a date that has passed")
        return date

    def prepare_value(self, value: Any) -> Any:
        try:
            return PartialDate(value).in_words() if value else value
        except ValueError:
            return value


def read_date(text: str) -> PartialDate:
    """Return the date that people wrote. Raises ValidationError with a sentence when it is none."""
    for pattern in DATES:
        if found := re.fullmatch(pattern, text.lower(), re.ASCII):
            parts = found.groupdict()
            month = parts.get("month") or ""
            if month.isalpha():
                month = str(next((place for place, name in enumerate(MONTHS, 1) if month.startswith(name)), 0))
            numbers = [parts["year"], *(one.zfill(2) for one in (month, parts.get("day") or "") if one)]
            try:
                return PartialDate("-".join(numbers))
            except ValueError:
                break
    raise ValidationError(f"“{text[:40]}” is not a date: enter a year, a month or a day, such as March 2026")


class PoundsField(forms.CharField):
    """A sum in whole pounds: "£1,250,000", "1.25m" and "350k" will do. Gives the digits, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "text"}))
        super().__init__(**kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        text = re.sub(r"[\s,£]|gbp", "", str(super().to_python(value) or "").lower())
        if not text:
            return ""
        found = MONEY.fullmatch(text) if text.isascii() and len(text) < 40 else None
        pounds = float(found["number"]) * UNITS[(found["unit"] or "")[:1]] if found else -1
        if pounds < 0:
            raise ValidationError("Enter a sum in pounds, such as £80,000 or 1.2 million")
        if pounds > MOST_POUNDS:
            raise ValidationError("That is more than a million million pounds: check the number")
        return str(round(pounds))

    def prepare_value(self, value: Any) -> Any:
        return f"£{int(value):,}" if isinstance(value, str) and value.isascii() and value.isdecimal() else value


class AddressField(TextField):
    """An address on the web; "https://" is added where it is missing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=LONGEST_ADDRESS, validators=[no_control_characters], **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return read_address(text) if text else ""


class AddressesField(forms.CharField):
    """Addresses on the web, one on each line. Gives them as a list, each once."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}))
        super().__init__(**kwargs)
        self.validators = []

    def to_python(self, value: Any) -> Any:
        lines = list(dict.fromkeys(str(super().to_python(value) or "").split()))
        if len(lines) > MOST_ADDRESSES:
            raise ValidationError(f"Enter at most {MOST_ADDRESSES} addresses")
        return list(dict.fromkeys(read_address(line) for line in lines))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def read_address(text: str) -> str:
    """Return an address on the web as browsers need it. Raises ValidationError with a sentence."""
    no_control_characters(text)
    address = text if re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE | re.ASCII) else f"https://{text}"
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(f"“{text[:40]}…” is too long: an address has at most {LONGEST_ADDRESS} characters")
    try:
        URLValidator(schemes=["http", "https"])(address)
        if urlsplit(address).username:
            raise ValidationError("has a name in it")
    except ValidationError:
        raise ValidationError(
            f"“{text[:60]}” is not an address on the web: enter one such as https://www.example.gov.uk/page"
        ) from None
    scheme, rest = address.split(":", 1)
    return f"{scheme.lower()}:{rest}"


class Explained(str):
    """The label of a choice, with one plain line that says what it means."""

    __slots__ = ("meaning",)
    meaning: str

    def __new__(cls, label: str, meaning: str) -> "Explained":
        made = super().__new__(cls, label)
        made.meaning = meaning
        return made

    def __deepcopy__(self, _copied: dict[int, Any]) -> "Explained":
        return self


class ExplainedRadios(forms.RadioSelect):
    """Radios of which each has an Explained label."""

    template_name = "registering/explained_radios.html"
