"""How dates are written where nothing else is said, such as in the admin."""
