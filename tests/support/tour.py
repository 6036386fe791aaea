"""One address of every kind of page, in every state it can be in, in the starter directory."""

from django.urls import reverse

from councils.models import Organisation
from listings.models import Listing, ServiceArea
from projects.models import Project
from services.models import SharedService

TEXT_PAGES = (
    "home",
    "service-areas",
    "calls",
    "outcomes",
    "about",
    "rules",
    "accessibility",
    "privacy",
    "data",
)


def text_pages() -> dict[str, str]:
    """Pages that are there whatever the directory holds."""
    return {name: reverse(name) for name in TEXT_PAGES}


def lists() -> dict[str, str]:
    """The three lists as they are, filtered, on a later page, empty, and asked for something they do not know.

    And the search for everything: with results of every kind, with a council first, corrected, empty, and with advice.
    """
    projects, services, councils = reverse("projects"), reverse("services"), reverse("councils")
    everything = reverse("search")
    return {
        "projects": projects,
        "projects filtered": f"{projects}?q=data&phase=discovery&phase=alpha&nation=England&sort=title",
        "projects of a council": f"{projects}?council=hackney",
        "projects, page 2": f"{projects}?sort=started&page=2",
        "projects, none": f"{projects}?q=xyzzy+%3Cb%3E&phase=idea&region=Wales",
        "projects, not understood": f"{projects}?phase=dreaming&colour=%22%3E%3Cb%3Ered&sort=luck",
        "services": services,
        "services filtered": f"{services}?model=joint-committee&model=lead-authority&kind=london-borough",
        "services, none": f"{services}?q=xyzzy",
        "councils": councils,
        "councils filtered": f"{councils}?region=London&sort=population",
        "councils, page 3": f"{councils}?page=3",
        "councils, none": f"{councils}?q=xyzzy",
        "strategic authorities": f"{councils}?show=strategic",
        "planned councils": f"{councils}?show=planned",
        "former councils": f"{councils}?show=abolished&q=somerset",
        "partner organisations": f"{councils}?show=partners&sort=listings",
        "councils, misspelt": f"{councils}?q=hackny",
        "wanted": reverse("wanted"),
        "wanted, filtered": f"{reverse('wanted')}?region=Wales&due=soon",
        "search": everything,
        "search, all kinds": f"{everything}?q=council",
        "search, council first": f"{everything}?q=somerset",
        "search, misspelt": f"{everything}?q=hackny",
        "search, none": f"{everything}?q=xyzzy+%3Cb%3E",
        "search, postcode": f"{everything}?q=E8+1EA",
        "search, unknown code": f"{everything}?q=E09000099",
    }


def listings() -> dict[str, str]:
    """Projects and shared services that differ in what their pages show."""
    found = {f"project, {phase or 'no phase'}": Project.objects.filter(phase=phase) for phase in ("", "idea", "live")}
    found |= {
        "project, ended": Project.objects.filter(is_ended=True),
        "project, not funded": Project.objects.not_funded(),
        "project, one of several stages": Project.objects.filter(earlier_stages__isnull=False),
        "project, name not resolved": Project.objects.filter(participations__name_to_resolve__isnull=False),
        "service": SharedService.objects.filter(is_ended=False, annual_saving_gbp__gt=0),
        "service, ended": SharedService.objects.filter(is_ended=True),
        "service, open": SharedService.objects.open_to_new_members(),
    }
    return {name: some.order_by("id")[0].get_absolute_url() for name, some in found.items()}


def organisations() -> dict[str, str]:
    """Organisations that differ in what their pages show."""
    everyone = Organisation.objects.order_by("id")
    found = {
        "council with much work": everyone.filter(slug="hackney"),
        "council without work": everyone.principal_councils().filter(listings__isnull=True),
        "county with districts": everyone.principal_councils().filter(tier="upper"),
        "district in a county": everyone.principal_councils().filter(county__isnull=False),
        "council with predecessors": everyone.principal_councils().filter(successions_to__isnull=False),
        "council to be replaced": everyone.principal_councils().filter(successions_from__isnull=False),
        "strategic authority": everyone.strategic_authorities(),
        "former council": everyone.filter(status="abolished", listings__isnull=False),
        "former council without work": everyone.filter(status="abolished", listings__isnull=True),
        "planned council, enacted": everyone.filter(announcement="enacted"),
        "planned council, announced": everyone.filter(announcement="announced"),
        "partner": everyone.partner_organisations().filter(listings__isnull=False),
    }
    return {name: some[0].get_absolute_url() for name, some in found.items()}


def service_areas() -> dict[str, str]:
    """A service area of each level, with and without work."""
    used = ServiceArea.objects.filter(listings__in=Listing.objects.published())
    found = {f"service area, level {level}": ServiceArea.objects.filter(level=level) for level in (1, 2, 3)}
    found |= {"service area with work": used, "service area without work": ServiceArea.objects.exclude(pk__in=used)}
    return {name: areas.order_by("pk")[0].get_absolute_url() for name, areas in found.items()}


def every_kind_of_page() -> dict[str, str]:
    """The whole tour: a name for people, and the address. Error pages apart: see tests.support.error_addresses."""
    return text_pages() | lists() | listings() | organisations() | service_areas()
