"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import TemplateView

from collabhub.sitemaps import SITEMAPS
from collabhub.views import dev_mail, errors, health, pages
from collabhub.views.home import HomeView
from collabhub.views.search import SearchView
from collabhub.views.suggestions import suggestions
from listings.urls.registering import start_patterns
from projects.sections import JOURNEY as PROJECTS
from projects.urls import area_urlpatterns as project_area
from services.sections import JOURNEY as SERVICES
from services.urls import area_urlpatterns as service_area

TEXT_PAGES = ["rules", "accessibility", "data"]

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("search/", SearchView.as_view(), name="search"),
    path("search/suggest/", suggestions, name="suggestions"),
    path("", include("collaboration.urls")),
    path("projects/", include("projects.urls")),
    path("services/", include("services.urls")),
    path("councils/<slug:slug>/manage/projects/", include(project_area)),
    path("councils/<slug:slug>/manage/services/", include(service_area)),
    *start_patterns([PROJECTS, SERVICES]),
    path("", include("councils.urls")),
    path("", include("listings.urls")),
    path("about/", pages.AboutView.as_view(), name="about"),
    path("privacy/", pages.PrivacyView.as_view(), name="privacy"),
    *[path(f"{page}/", TemplateView.as_view(template_name=f"pages/{page}.html"), name=page) for page in TEXT_PAGES],
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("admin/", admin.site.urls),
]
if settings.DEBUG:
    urlpatterns += dev_mail.urlpatterns

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
