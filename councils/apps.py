from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "councils"

    def ready(self) -> None:
        # Both note when somebody is in; they need the models, which are there only now.
        from councils.sign_in import arrivals, sessions  # noqa: F401, PLC0415 - as above
