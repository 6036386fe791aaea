"""Reads Atom feeds, and says where one is not as RFC 4287 wants it."""

import datetime
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Item:
    """One entry of a feed."""

    id: str
    title: str
    link: str
    summary: str
    updated: datetime.datetime
    subjects: list[str] = field(default_factory=list)


@dataclass
class Feed:
    """A feed as a reader program understands it. `links` are by their relation."""

    id: str
    title: str
    updated: datetime.datetime
    links: dict[str, str]
    items: list[Item]


def read_feed(response: Any) -> Feed:
    """Return what a feed says. Raises AssertionError when it is no valid Atom (RFC 4287, sections 3 and 4)."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    assert len(root.findall(f"{ATOM}author/{ATOM}name")) == 1  # so that no entry needs one of its own
    links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}
    assert {"self", "alternate"} <= set(links)
    assert all(map(is_whole_address, links.values()))
    items = [_item(entry) for entry in root.findall(f"{ATOM}entry")]
    assert len({item.id for item in items}) == len(items)
    feed = Feed(one(root, "id"), one(root, "title"), moment(one(root, "updated")), links, items)
    assert is_whole_address(feed.id)
    assert all(feed.updated >= item.updated for item in items)
    return feed


def _item(entry: ElementTree.Element) -> Item:
    """Return an entry."""
    [link] = [link.attrib["href"] for link in entry.findall(f"{ATOM}link") if link.attrib["rel"] == "alternate"]
    [summary] = entry.findall(f"{ATOM}summary")
    assert summary.attrib["type"] == "html"
    moment(one(entry, "published"))
    item = Item(
        one(entry, "id"),
        one(entry, "title"),
        link,
        summary.text or "",
        moment(one(entry, "updated")),
        [category.attrib["term"] for category in entry.findall(f"{ATOM}category")],
    )
    assert is_whole_address(item.id)
    assert is_whole_address(item.link)
    return item


def one(element: ElementTree.Element, name: str) -> str:
    """Return the text of the only child of a name. Raises AssertionError when there is not exactly one with text."""
    [child] = element.findall(f"{ATOM}{name}")
    assert child.text
    return child.text


def moment(text: str) -> datetime.datetime:
    """Return a moment as RFC 3339 writes it, which has to say its offset. Raises AssertionError when it does not."""
    found = datetime.datetime.fromisoformat(text)
    assert found.tzinfo is not None
    assert "T" in text
    return found


def is_whole_address(text: str) -> bool:
    """True for an address with its scheme and host."""
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
