"""Background jobs of listings. Each mail is one job: its arguments are numbers of rows."""

from listings.tasks import decisions, parts, reviews, upkeep

__all__ = ["decisions", "parts", "reviews", "upkeep"]
