"""Pages of text, and the two files that search engines ask for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from councils.retention import COOKIES, KEPT
from listings.phases import Phase
from services.models import DeliveryModel

ROBOTS = """\
User-agent: *
Disallow: /account/
Disallow: /admin/
Disallow: /*?

Sitemap: {site_url}/sitemap.xml
"""


def robots(request: HttpRequest) -> HttpResponse:
    """Lets search engines read every page once, and keeps them out of the endless combinations of filters."""
    return HttpResponse(ROBOTS.format(site_url=settings.SITE_URL), content_type="text/plain")


class AboutView(TemplateView):
    """What this is, with the words it uses."""

    template_name = "pages/about.html"
    extra_context = {
        "section": "about",
        "phases": [(phase.label, phase.meaning) for phase in Phase],
        "models": [(model.label, model.meaning) for model in DeliveryModel],
    }


class PrivacyView(TemplateView):
    """What the site keeps about people, why, for how long, and who sees it."""

    template_name = "pages/privacy.html"
    extra_context = {"kept": KEPT, "cookies": COOKIES}
