"""What several tests need: a small directory, the starter entries, pages read like a person reads them, a browser."""
