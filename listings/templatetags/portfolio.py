"""What the people of a council can do about a row of their portfolio, for templates."""

from django import template

from councils.models import Organisation
from listings.portfolio.needs import Need
from listings.portfolio.table import Row
from listings.portfolio.ways import Way, further_ways, ways_to_answer

register = template.Library()


@register.simple_tag
def answers_to(need: Need, row: Row, council: Organisation) -> list[Way]:
    """How to do what a row waits for: `{% answers_to need row council as ways %}`."""
    return ways_to_answer(need, row.entry, council)


@register.simple_tag
def ways_from(row: Row, council: Organisation, looked_after: set[int]) -> list[Way]:
    """What else can be done: `{% ways_from row council own_entries as ways %}`, with the visitor's entries."""
    return further_ways(row.entry, council, is_looked_after=row.listing.pk in looked_after)
