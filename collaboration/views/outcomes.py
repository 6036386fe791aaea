"""The page that says what came of messages, introductions, reuse and asks."""

from typing import Any

from django.utils.timezone import localdate
from django.views.generic import TemplateView

from collaboration import outcomes


class OutcomesView(TemplateView):
    """What came of joining in, counted: the same for everybody, and without names."""

    template_name = "joining/outcomes/outcomes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tables = {
            "sent": outcomes.of_messages(localdate()),
            "introductions": outcomes.of_introductions(),
            "adoptions": outcomes.of_adoptions(),
            "asks": outcomes.of_asks(localdate()),
        }
        return super().get_context_data(section="about", **tables, **kwargs)
