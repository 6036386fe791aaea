"""The area of a council: its portfolio, what waits for its people, and the same as a file."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from collabhub.permissions import Action, allowed, can
from councils.models import Organisation
from councils.views.access import SignedInRequest, council_of
from directory.forms import SiteForm
from listings.portfolio.entries import GROUPS
from listings.portfolio.files import as_csv
from listings.portfolio.needs import Kind
from listings.portfolio.table import MOST_PRESSING, ROLES, OwnPortfolio
from listings.views.handover import waiting_listings

CSV = "text/csv; charset=utf-8"
FEW = 10
"""Entries that are seen at a glance: filters begin to help above this."""
FOLDED_FROM = 6
"""Entries from which the whole portfolio is folded under what waits for somebody, until one asks for some of it."""


class PortfolioForm(SiteForm):
    """The filters of a portfolio. Each offers what there is, with its number; what is unknown counts as not chosen."""

    q = forms.CharField(label="Words in the title", required=False, max_length=200)
    needs = forms.ChoiceField(label="Needs you", required=False)
    role = forms.ChoiceField(label="Role", required=False)
    phase = forms.ChoiceField(label="How far it is", required=False)

    LABELS = {"needs": dict(Kind.choices), "role": ROLES, "phase": GROUPS}

    def __init__(self, data: QueryDict, portfolio: OwnPortfolio) -> None:
        super().__init__(data)
        for word, labels in self.LABELS.items():
            counts = portfolio.counts(word)
            found = [(value, f"{label} ({counts[value]:,})") for value, label in labels.items() if value in counts]
            field = self.fields[word]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "All"), *found]

    def add_error(self, field: str | None, error: Any) -> None:
        """Note what is left out; it is said above the filters, and none of them shows as wrong."""
        super(SiteForm, self).add_error(field, error)

    @property
    def wanted(self) -> dict[str, str]:
        """What was chosen, by the filter's word; without what is empty or unknown."""
        self.full_clean()
        return {word: value for word, value in self.cleaned_data.items() if value}

    def page_query(self, number: int) -> str:
        """Return the query string of another page of what was chosen."""
        return "?" + urlencode(self.wanted | {"page": number})


@require_safe
@login_required
def council_area(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show a council's people all its entries, what waits for them, and who they are to the council.

    With `paper` in the query string the entries alone, all on one page, to be printed.
    """
    council = council_of(request, slug)
    portfolio = OwnPortfolio(request.user, council, localdate())
    form = PortfolioForm(request.GET, portfolio)
    chosen = portfolio.chosen(form.wanted)
    is_paper = "paper" in request.GET
    page = portfolio.page(chosen, request.GET.get("page", 1), **({"size": len(chosen) or 1} if is_paper else {}))
    pressing = [] if is_paper or form.wanted else portfolio.waiting[:MOST_PRESSING]
    rows = portfolio.with_names(list(page))
    context = {
        "council": council,
        "portfolio": portfolio,
        "form": form,
        "query": urlencode(form.wanted),
        "ignored": [form.fields[word].label for word in form.errors],
        "chosen": chosen,
        "list": form,
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "sections": portfolio.sections(rows, chosen),
        "pressing": pressing,
        "kinds": [(kind, kind.label, number) for kind in Kind if (number := portfolio.counts("needs").get(kind))],
        "is_folded": not (is_paper or form.wanted or "page" in request.GET) and len(portfolio.rows) >= FOLDED_FROM,
        "has_filters": len(portfolio.rows) > FEW or form.wanted,
        **who(request, council),
    }
    return render(request, "portfolio/paper.html" if is_paper else "portfolio/area.html", context)


def who(request: SignedInRequest, council: Organisation) -> dict[str, Any]:
    """Return who the visitor is to a council, what they may do there, and which people wait for them."""
    user = request.user
    own = council.memberships.current().filter(user=user).first()
    may_manage = can(user, Action.MANAGE_PEOPLE, council)
    return {
        "own": own,
        "own_entries": set(own.listings_looked_after.values_list("listing_id", flat=True)) if own else set(),
        "may_register": can(user, Action.REGISTER, council),
        "may_manage": may_manage,
        "members": allowed(user, Action.VIEW, council.memberships.current()).count(),
        "requests": allowed(user, Action.ANSWER, council.membership_requests.open()).count(),
        "waiting": waiting_listings(user, council).count() if may_manage else 0,
    }


@require_safe
@login_required
def portfolio_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give a council's people the entries that they chose in its area as a file for spreadsheets."""
    council = council_of(request, slug)
    today = localdate()
    portfolio = OwnPortfolio(request.user, council, today)
    rows = portfolio.with_names(portfolio.chosen(PortfolioForm(request.GET, portfolio).wanted))
    name = f"{council.slug}-portfolio-{today.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(as_csv(rows, settings.SITE_URL), content_type=CSV, headers=headers)
