"""All the questions about an entry on one page of the admin: those of the site's own forms, with their rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.http import QueryDict

from councils.models import Organisation, User
from directory.admin_widgets import SearchSelect
from listings.actions.partners import PartRefused
from listings.actions.registering import SaveRefused, SectionConflict
from listings.actions.whole_entry import NamedPartner, save_whole_entry
from listings.models import Participation
from listings.registering.conflicts import OPENED, conflict, merged, opened
from listings.registering.sections import Answers, Journey, Section, SectionForm

WIDE = (forms.TextInput, forms.Textarea)


@dataclass(frozen=True)
class Theirs:
    """An answer that somebody else has saved since the page was opened, in words."""

    question: str
    now: list[str]


class PartnerForm(forms.Form):
    """An organisation to name in the entry, if any."""

    partner = forms.ModelChoiceField(
        Organisation.objects.all(),
        required=False,
        label="Organisation",
        help_text="Type a few letters of its name. A council is told, and can confirm or decline.",
        error_messages={"invalid_choice": "Choose an organisation from the register."},
        widget=SearchSelect(Participation._meta.get_field("organisation"), admin.site),
    )
    partner_role = forms.ChoiceField(
        choices=[choice for choice in Participation.Role.choices if choice[0] != Participation.Role.LEAD],
        required=False,
        initial=Participation.Role.PARTNER,
        label="Takes part as",
        error_messages={"invalid_choice": "Choose one of these."},
    )

    @property
    def named(self) -> NamedPartner | None:
        """The organisation that was chosen, of a form that is valid."""
        organisation = self.cleaned_data["partner"]
        role = self.cleaned_data["partner_role"] or Participation.Role.PARTNER
        return NamedPartner(organisation, role) if organisation else None


class WholeEntry:
    """The forms of all sections of an entry. Only what somebody changes is looked at, and saved.

    `listing` is the entry as it stands, `councils` are those that may lead it, and `data` is what was sent, None when
    the page is opened. After a conflict, `theirs` says what somebody else has saved, and the forms keep what was typed.
    """

    def __init__(
        self, journey: Journey, listing: Any, councils: Sequence[Organisation], data: QueryDict | None = None
    ) -> None:
        self.journey, self.listing, self.councils = journey, listing, councils
        self.theirs: list[Theirs] = []
        self.refused = ""
        self.token = data.get(OPENED, "") if data is not None else opened(self._now())
        self.partner = PartnerForm(data)
        sent = {section.key: self._form(section, data) for section in journey.sections}
        self.changed = [each for each in journey.sections if data is not None and sent[each.key].has_changed()]
        self.forms = {
            each.key: sent[each.key] if each in self.changed else self._form(each) for each in journey.sections
        }

    def _form(self, section: Section, data: QueryDict | None = None, initial: Answers | None = None) -> SectionForm:
        values = section.form.values(self.listing) if initial is None else initial
        form = section.form(data, listing=self.listing, councils=self.councils, initial=values)
        for field in form.fields.values():
            dress_for_admin(field.widget)
        return form

    def _now(self) -> Answers:
        return {name: value for each in self.journey.sections for name, value in each.form.values(self.listing).items()}

    @property
    def fieldsets(self) -> list[tuple[Section, SectionForm]]:
        """Each section with its form, in the order of asking."""
        return [(section, self.forms[section.key]) for section in self.journey.sections]

    @property
    def has_errors(self) -> bool:
        """True when something that was sent cannot be saved as it is."""
        wrong = any(form.is_bound and form.errors for form in self.forms.values())
        return wrong or bool(self.partner.errors) or bool(self.refused)

    @property
    def titles(self) -> list[str]:
        """The sections that somebody changed."""
        return [section.title for section in self.changed]

    def save(self, by: User) -> bool:
        """Save what was changed, and return whether that could be done; if not, the forms say why."""
        valid = [self.forms[section.key].is_valid() for section in self.changed]
        if not self.partner.is_valid() or not all(valid):
            return False
        sent = [(section, self.forms[section.key].sent()) for section in self.changed]
        partner = self.partner.named
        try:
            save_whole_entry(listing=self.listing, sent=sent, opened=self.token, partner=partner, by=by)
        except SectionConflict:
            self._show_both(sent)
            return False
        except SaveRefused as refused:
            self.refused = str(refused)
            return False
        except PartRefused as refused:
            self.partner.add_error("partner", str(refused))
            return False
        return True

    def _show_both(self, sent: list[tuple[Section, Answers]]) -> None:
        """Keep what was typed, and say what somebody else has saved: saving once more replaces it."""
        self.listing = type(self.listing).objects.get(pk=self.listing.pk)
        for section, answers in sent:
            now = section.form.values(self.listing)
            form = self._form(section, initial=merged(self.token, now, answers))
            self.forms[section.key] = form
            for one in conflict(self.token, now, answers):
                self.theirs.append(Theirs(str(form[one.name].label), form.in_words(one.name, one.now)))
        for section in self.journey.sections:
            if section not in self.changed:
                self.forms[section.key] = self._form(section)
        self.token = opened(self._now())


def dress_for_admin(widget: forms.Widget) -> None:
    """Let a control of the site's forms look like those of the admin."""
    widget.attrs.pop("class", None)
    if isinstance(widget, WIDE):
        widget.attrs["class"] = "vLargeTextField"
    for plain in (forms.RadioSelect, forms.CheckboxSelectMultiple):
        if isinstance(widget, plain):
            widget.template_name = plain.template_name
