"""Background jobs of listings. Each mail is one job: its arguments are numbers of rows."""

from listings.tasks import decisions, keepers, parts, reviews

__all__ = ["decisions", "keepers", "parts", "reviews"]
