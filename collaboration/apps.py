from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    name = "collaboration"
    verbose_name = "Joining in"

    def ready(self) -> None:
        import_module("collaboration.actions.parting")
        import_module("collaboration.actions.merging")
        import_module("collaboration.actions.taking_part")
        for module in iter_modules([f"{self.path}/letters"]):
            import_module(f"collaboration.letters.{module.name}")
