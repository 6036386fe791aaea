"""Moderators who introduce councils to each other: what they choose, see and send."""

from typing import Any

from councils.models import Organisation
from tests.support.factories import make_person
from tests.support.pages import Page, read
from tests.support.visits import signed_in

NEW = "/admin/introductions/new/"
WORDS = "You both begin with bins."


def make_moderator(name: str = "Mo") -> Any:
    """Return a person who looks after the directory."""
    return make_person(name, is_staff=True)


def chosen(*councils: Organisation, projects: Any = (), words: str = WORDS, **further: Any) -> dict[str, Any]:
    """Return what a moderator fills in."""
    named = {"councils": [one.pk for one in councils], "projects": [one.pk for one in projects], "services": []}
    return named | {"words": words} | further


def send(moderator: Any, *councils: Organisation, projects: Any = (), seen: Any = (), words: str = WORDS) -> Page:
    """Send an introduction as this moderator, who saw that `seen` have nobody; return the page that it leads to."""
    answers = chosen(*councils, projects=projects, words=words, send="Send it", without_people=list(seen))
    response = signed_in(moderator).post(NEW, answers, follow=True)
    assert response.status_code == 200, response.status_code
    return read(response)
