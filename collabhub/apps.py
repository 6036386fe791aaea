from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CollabHubConfig(AppConfig):
    name = "collabhub"

    def ready(self) -> None:
        # Each registers a check, once the apps are there.
        from collabhub import frontend  # noqa: F401, PLC0415 - as above
        from councils import demo  # noqa: F401, PLC0415 - as above


class AdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "collabhub.admin_site.DirectoryAdmin"
