"""Reads a page as a person does: its headings, links, lists and words, and what machines are told beside them."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "title", "head"}
INLINE = {"a", "b", "code", "em", "i", "mark", "span", "strong"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass
class Link:
    """A link: where it leads, its words, and its attributes."""

    href: str
    text: str
    attributes: dict[str, str]


@dataclass
class Page:
    """What one page says. `classes` maps a class to the texts of the elements that have it, in order."""

    title: str = ""
    text: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    classes: dict[str, list[str]] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    linked_data: list[Any] = field(default_factory=list)

    def heading(self, level: int) -> str:
        """The words of the first heading of a level."""
        return next(text for found, text in self.headings if found == level)

    def link(self, text: str) -> Link:
        """The link with these words."""
        return next(link for link in self.links if link.text == text)

    def link_texts(self) -> list[str]:
        """The words of all links."""
        return [link.text for link in self.links]

    def attributes(self, tag: str, **having: str) -> list[dict[str, str]]:
        """The attributes of every element of a kind that has these attributes."""
        return [found for name, found in self.elements if name == tag and having.items() <= found.items()]

    @property
    def canonical(self) -> str:
        """The lasting address that the page names as its own."""
        return self.attributes("link", rel="canonical")[0]["href"]

    @property
    def results(self) -> list[str]:
        """The titles of the entries in a list, in order."""
        return [re.split(r"\n", text.strip())[0].strip() for text in self.classes.get("result", [])]

    @property
    def chosen(self) -> list[Link]:
        """The links that each take a filter away."""
        return [link for link in self.links if link.text.startswith("Remove ")]


class _Reader(HTMLParser):
    """Fills a Page; text is kept for every element that is open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, dict[str, str], list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.page.elements.append((tag, attributes))
        self.break_line(tag)
        if tag not in VOID:
            self.open.append((tag, attributes, []))

    def break_line(self, tag: str) -> None:
        """Keep words apart that stand in blocks of their own."""
        if tag not in INLINE:
            self.handle_data("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        for _, _, words in self.open:
            words.append(data)
        if not any(tag in UNSEEN for tag, _, _ in self.open):
            self.page.text += data

    def handle_endtag(self, tag: str) -> None:
        self.break_line(tag)
        name, attributes, words = self.open.pop()
        if name != tag:
            raise ValueError(f"</{tag}> closes <{name}>")
        raw = "".join(words)
        text = " ".join(raw.split())
        if tag == "title":
            self.page.title = self.page.title or text
        elif tag in HEADINGS:
            self.page.headings.append((int(tag[1]), text))
        elif tag == "a" and "href" in attributes:
            self.page.links.append(Link(attributes["href"], text, attributes))
        elif tag == "script" and attributes.get("type") == "application/ld+json":
            self.page.linked_data.append(json.loads(raw))
        for word in attributes.get("class", "").split():
            self.page.classes.setdefault(word, []).append(raw.strip())
        if "role" in attributes:
            self.page.roles.setdefault(attributes["role"], []).append(text)


def read(response: Any) -> Page:
    """Return what a response's page says. Raises ValueError when its elements do not close as they open."""
    reader = _Reader()
    reader.feed(response.content.decode())
    reader.close()
    if reader.open:
        raise ValueError(f"<{reader.open[-1][0]}> is never closed")
    return reader.page
