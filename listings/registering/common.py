"""The sections that projects and shared services have in common."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from councils.models import Organisation
from directory.forms import no_control_characters
from listings.forms import AddressesField, AddressField, Explained, ExplainedRadios, TextField
from listings.models import Link, Listing
from listings.registering.areas import exactly_called, found_areas, full_name, known_areas
from listings.registering.sections import Answers, Section, SectionForm

MOST_AREAS = 10
LONGEST_WORDS = 100
MARKDOWN = "A blank line starts a new paragraph; a line that begins with “- ” is a point of a list."


def title_field() -> TextField:
    """Return the question for the title."""
    return TextField(
        label="What are you working on?",
        help_text="A name that people of other councils understand. It is the title of the public page.",
        longest=200,
        required=True,
        validators=[no_control_characters, has_words],
        error_messages={"required": "Enter what you are working on"},
    )


def summary_field() -> TextField:
    """Return the question for the problem in a sentence."""
    return TextField(
        label="The problem, in a sentence",
        help_text="One or two plain sentences: what is wrong now, and for whom. They stand below the title, "
        "in lists, and in what the search finds.",
        rows=3,
        longest=500,
        required=True,
        error_messages={"required": "Enter the problem in a sentence"},
    )


def has_words(text: str) -> None:
    """Refuse a title of nothing but signs. Raises ValidationError."""
    if not any(letter.isalnum() for letter in text):
        raise ValidationError("Enter a title with words in it")


class WhatForm(SectionForm):
    """Title and problem."""

    title = title_field()
    summary = summary_field()


class AreasForm(SectionForm):
    """Service areas, found by typing. `suggestions` are the numbers of some that may fit."""

    not_kept: ClassVar[Any] = ["words"]
    needed: ClassVar[Any] = ["service_areas"]

    words = forms.CharField(
        label="Search the list",
        help_text="Such as bins, planning or children.",
        required=False,
        max_length=LONGEST_WORDS,
        validators=[no_control_characters],
        error_messages={"max_length": f"Enter at most {LONGEST_WORDS} characters"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-suggest": "areas"}),
    )
    service_areas = forms.MultipleChoiceField(
        label="Service areas",
        help_text="Tick all that fit. Shown publicly: people of the same service find your entry by it.",
        error_messages={
            "required": "Choose at least one service area",
            "invalid_choice": "Choose service areas from the list",
            "invalid_list": "Choose service areas from the list",
        },
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, suggestions: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = known_areas()
        given: Any = self.data if self.is_bound else self.initial
        typed = str(given.get("words") or "")[:LONGEST_WORDS].replace("\x00", "")
        ticked = given.getlist(self.add_prefix("service_areas")) if self.is_bound else given.get("service_areas")
        self.searched = typed.strip()
        self.found = found_areas(self.searched) if self.searched else []
        offered = [*(ticked or []), *self.found, *([] if self.found else suggestions)]
        field: Any = self.fields["service_areas"]
        field.choices = [(one, full_name(one, areas)) for one in dict.fromkeys(offered) if one in areas]
        self.offered = bool(field.choices)

    @classmethod
    def values(cls, listing: Any) -> Answers:
        return {"service_areas": sorted(str(area.pk) for area in listing.service_areas.all())}

    def sent(self) -> Answers:
        return {"service_areas": sorted(self.cleaned_data["service_areas"])}

    def clean(self) -> None:
        """Take what was typed when it names one service area; else at least one must be ticked."""
        if self.errors:
            return
        words, ticked = self.cleaned_data["words"], list(dict.fromkeys(self.cleaned_data["service_areas"]))
        typed = exactly_called(words) if words else ""
        if words and not ticked and len(self.found) == 1:
            typed = self.found[0]
        if typed and typed not in ticked:
            ticked.append(typed)
        self.cleaned_data["service_areas"] = ticked
        if len(ticked) > MOST_AREAS:
            self.add_error("service_areas", f"Choose at most {MOST_AREAS} service areas: those that fit best")
        elif not ticked and self.found:
            self.add_error("service_areas", f"Tick those that fit, of what was found for “{words}”")
        elif not ticked and words:
            self.add_error("words", f"Nothing in the list is called “{words}”: try another word for it")
        elif not ticked:
            self.add_error("service_areas", "Choose at least one service area")

    def add_error(self, field: str | None, error: Any) -> None:
        """Note what is wrong; at the search while nothing is there to tick."""
        super().add_error("words" if field == "service_areas" and not self.offered else field, error)

    def anchor(self, name: str) -> str:
        """Return the search, which is there however many service areas are offered."""
        return str(self["words"].auto_id)

    def in_words(self, name: str, value: Any) -> list[str]:
        areas = known_areas()
        return [full_name(one, areas) for one in value if one in areas]


def standing_lead(listing: Any) -> Any:
    """Return the part of the organisation that leads an entry by its own word or a source's; None for none.

    Further ones are named as partners are.
    """
    standing = [part for part in listing.leads if part.organisation and not part.left and not part.is_named_only]
    return standing[0] if standing else None


class LeadForm(SectionForm):
    """The council that leads, one of the officer's own."""

    lead = forms.ChoiceField(
        label="Which council leads it?",
        help_text="Shown in lists and on the public page. Its officers look after the entry. Other councils that take "
        "part are named under partners.",
        error_messages={"required": "Choose which council leads it", "invalid_choice": "Choose one of these councils"},
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lead"]
        field.choices = [(str(council.pk), council.name) for council in self.councils]

    @classmethod
    def values(cls, listing: Any) -> Answers:
        lead = standing_lead(listing)
        return {"lead": str(lead.organisation_id) if lead else ""}

    def in_words(self, name: str, value: Any) -> list[str]:
        council = Organisation.objects.filter(pk=value).first() if value else None
        return [council.name] if council else []


class WhyForm(SectionForm):
    """Why, and for whom."""

    description = TextField(
        label="Why are you doing it, and for whom?",
        help_text="Who has the problem, how you know, and what would be better. Shown on the public page. " + MARKDOWN,
        rows=10,
        longest=20_000,
    )


class LearntForm(SectionForm):
    """What has been learnt so far."""

    learnt = TextField(
        label="What have you learnt so far?",
        help_text="What worked, what did not, and what you would tell somebody who starts today. Shown on the public "
        "page. " + MARKDOWN,
        rows=10,
        longest=10_000,
    )


class WantedForm(SectionForm):
    """What its people want of others and have to give."""

    wants = forms.ChoiceField(
        label="What do you want of others?",
        help_text="Shown in lists, where people can filter by it.",
        choices=[*Listing.Wants.choices, ("", "Not said")],
        required=False,
        error_messages={"invalid_choice": "Choose one of these"},
        widget=forms.RadioSelect,
    )
    wants_note = TextField(
        label="What exactly would help you?",
        help_text="Such as: two more districts to test the form with. Shown in lists and on the public page.",
        rows=2,
        longest=300,
    )
    offers_note = TextField(
        label="What can others have of you?",
        help_text="Such as: our research notes, the code, an hour on the phone. Shown on the public page.",
        rows=2,
        longest=300,
    )


class LinksForm(SectionForm):
    """Links and outputs, by what they lead to. Where the entry was read is not asked: it stays."""

    links_website = AddressesField(
        label="Websites", help_text="One address on each line. Shown on the public page, like all below."
    )
    links_code = AddressesField(label="Code", help_text="Where the source code is. One address on each line.")
    links_document = AddressesField(
        label="Documents", help_text="Reports, business cases, slides. One address on each line."
    )
    links_page = AddressesField(label="Further pages", help_text="One address on each line.")

    KINDS: ClassVar[dict[str, str]] = {
        "links_website": Link.Kind.WEBSITE,
        "links_code": Link.Kind.CODE,
        "links_document": Link.Kind.DOCUMENT,
        "links_page": Link.Kind.PAGE,
    }

    @classmethod
    def values(cls, listing: Any) -> Answers:
        by_kind: defaultdict[str, list[str]] = defaultdict(list)
        for link in listing.links.all():
            by_kind[link.kind].append(link.url)
        return {name: by_kind[kind] for name, kind in cls.KINDS.items()}

    def clean(self) -> None:
        """Refuse an address that stands twice. Raises nothing: notes it at the second place."""
        seen: set[str] = set()
        for name in self.KINDS:
            for address in self.cleaned_data.get(name, []):
                if address in seen:
                    self.add_error(name, f"“{address[:80]}” is there twice: keep it in one place")
                seen.add(address)


class TechnologyForm(SectionForm):
    """Technology in use."""

    technology = TextField(
        label="What technology do you use?",
        help_text="Products, languages and standards, with commas between them. Shown on the public page.",
        rows=2,
        longest=300,
    )


CONTACT_MEANINGS = {
    Listing.ContactRoute.OFFICERS: "They get messages once this site passes them on. Their addresses stay hidden",
    Listing.ContactRoute.MANAGERS: "They get messages once this site passes them on. Their addresses stay hidden",
    Listing.ContactRoute.PAGE: "People are sent to an address that you give below",
}


class ContactForm(SectionForm):
    """Who hears from people who are interested."""

    contact_route = forms.ChoiceField(
        label="Who should hear from people who are interested?",
        choices=[(route.value, Explained(str(route.label), meaning)) for route, meaning in CONTACT_MEANINGS.items()],
        error_messages={"required": "Choose who should hear", "invalid_choice": "Choose one of these"},
        widget=ExplainedRadios,
    )
    contact_url = AddressField(label="The page on the web", help_text="Shown on the public page.")

    def clean(self) -> None:
        """Ask for the page when that is the route."""
        is_page = self.cleaned_data.get("contact_route") == Listing.ContactRoute.PAGE
        if is_page and not self.cleaned_data.get("contact_url") and "contact_url" not in self.errors:
            self.add_error("contact_url", "Enter the address of the page")


WHAT = Section("what", "Title and problem", WhatForm, is_required=True)
AREAS = Section("service-area", "Service area", AreasForm, is_required=True, template="registering/areas.html")
LEAD = Section("lead", "Lead", LeadForm, is_required=True)
WHY = Section("why", "Why and for whom", WhyForm)
LEARNT = Section("learnt", "What has been learnt so far", LearntForm)
WANTED = Section("wanted", "What you want and offer", WantedForm)
LINKS = Section("links", "Links and outputs", LinksForm, subjects=["links"])
TECHNOLOGY = Section("technology", "Technology in use", TechnologyForm)
CONTACT = Section("contact", "Contact", ContactForm, subjects=["contact"])
