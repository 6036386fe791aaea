"""Every button of the site pressed twice, as an impatient person does: what it does is done once."""

from typing import Any

import pytest

from tests.support.cast import World
from tests.support.databases import undone
from tests.support.every_form import Found, every_form
from tests.support.forms import filled_in
from tests.support.sending import send
from tests.support.standing import changed, what_stands

pytestmark = [pytest.mark.slow, pytest.mark.ignore_template_errors]

ASKED_FOR_AGAIN = {"sign-in", "join", "new-address", "admin:councils_membership_changelist"}
"""Who asks for a code twice gets two: the newer counts, and there are limits of their own. That mail came back is noted
anew each time that it does."""
NOTES_EACH_PRESS = "django_admin_log"
"""The admin's own log, a line for each press."""


@pytest.fixture
def everything(world: World) -> list[Found]:
    """Every form that is sent, in front of those who fill it in."""
    return every_form(world.things, world.cast)


def done_twice(found: Found) -> list[str]:
    """Press the button of a form twice; return the tables to which the second press wrote, or the fault."""
    answers: dict[str, Any] = filled_in(found.form, found.fields)
    with undone():
        for _ in range(2):
            before = what_stands()
            response = send(found, answers)
            if response.status_code >= 500:
                return [str(response.exc_info)]
        return [table for table in changed(before) if table != NOTES_EACH_PRESS]


def test_no_button_does_twice_what_it_does_when_it_is_pressed_twice(everything: list[Found]) -> None:
    tried = [found for found in everything if found.name not in ASKED_FOR_AGAIN]
    wrong = {str(found): tables for found in tried if (tables := done_twice(found))}
    assert not wrong, "\n".join(f"{where}: {tables}" for where, tables in wrong.items())
