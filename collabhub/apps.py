from django.apps import AppConfig


class CollabHubConfig(AppConfig):
    name = "collabhub"

    def ready(self) -> None:
        from collabhub import frontend  # noqa: F401, PLC0415 - registers its check once the apps are there
