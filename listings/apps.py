from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ListingsConfig(AppConfig):
    name = "listings"

    def ready(self) -> None:
        autodiscover_modules("importer")
