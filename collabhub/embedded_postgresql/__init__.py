"""A PostgreSQL server from a wheel, for trying the site and for its tests. Never for production."""
