"""Pages on which officers register an entry and change it."""
