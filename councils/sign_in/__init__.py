"""How people get in: addresses, codes, limits, sessions."""
