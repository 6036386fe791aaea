"""Forms of sign-in, of a person's account and of the people of a council."""
