"""Text that people write, made into HTML that can do no harm."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

LONGEST = 20_000
"""Characters. Longer text could cost seconds to render; the form and the table refuse it first."""
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "pre", "h3", "h4", "hr"}

_parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 10}).disable("image")
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes={"https", "http", "mailto"},
    link_rel="nofollow noopener noreferrer",
)


def render_markdown(text: str) -> SafeString:
    """Return Markdown as HTML: no raw HTML, no images, no links but http, https and mailto. Headings start at h3."""
    tokens = _parser.parse(text[:LONGEST])
    for token in tokens:
        if token.tag in {"h1", "h2"}:
            token.tag = "h3"
        elif token.tag in {"h5", "h6"}:
            token.tag = "h4"
    html = _cleaner.clean(_parser.renderer.render(tokens, _parser.options, {}))
    return mark_safe(html)  # noqa: S308 - nh3 has just cleaned it
