"""Pages of sign-in, accounts, and councils' people."""
