"""What one organisation works on: for everybody (public), and with what waits for its own people (the rest)."""

from listings.portfolio.public import Portfolio, with_listing_counts

__all__ = ["Portfolio", "with_listing_counts"]
