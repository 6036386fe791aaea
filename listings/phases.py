"""How far work has come."""

from django.db import models


class Phase(models.TextChoices):
    """How far a project has come. Ended work keeps the phase it reached."""

    IDEA = "idea", "Idea"
    DISCOVERY = "discovery", "Discovery"
    ALPHA = "alpha", "Alpha"
    BETA = "beta", "Beta"
    LIVE = "live", "Live"

    @property
    def meaning(self) -> str:
        """One plain line for people who do not speak of phases."""
        return {
            "idea": "A problem or proposal, before any work",
            "discovery": "Finding out what people need",
            "alpha": "Trying out ways to meet the need",
            "beta": "Building it and trying it with real users",
            "live": "Running and open to its users",
        }[self.value]
