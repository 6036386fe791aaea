"""One result of a list as HTML, made once for each change of the data.

Making it costs more than finding it, so the HTML is remembered. What a search adds to it, marked words and reasons, is
put in afterwards: texts that may be marked stand between two characters that no text holds, and so does the place of
the reasons.
"""

import re
from html import unescape
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from listings.remembered import Remembered
from listings.search.explain import Sought

BEGIN, END, REASONS = "\x02", "\x03", "\x04"
MARKABLE = re.compile(f"{BEGIN}([^{END}]*){END}")


def result_html(listing: Any, level: str, *, sought: Sought | None, remembered: Remembered | None) -> SafeString:
    """Return a listing as a result under a heading of some level, "h3" or "h4".

    `sought` marks what was searched for; without `remembered` the HTML is made anew.
    """

    def render() -> str:
        return render_to_string("listings/result.html", {"item": listing, "level": level})

    html = remembered.answer(("result", listing.pk, level, localdate()), render) if remembered else render()
    html = MARKABLE.sub(lambda text: sought.mark(unescape(text[1])) if sought else text[1], html)
    reasons = sought.why(listing) if sought else []
    why = format_html('<p class="result__why">Matches {}</p>', "; ".join(reasons)) if reasons else ""
    return mark_safe(html.replace(REASONS, why))  # noqa: S308 - rendered by a template, marked and filled in with escaping


def markable(text: str) -> SafeString:
    """Return a text as HTML of a result, in such a way that a search can mark words in it."""
    return format_html("{}{}{}", BEGIN, text.translate({2: None, 3: None, 4: None}), END)
