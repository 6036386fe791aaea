"""Where moderators decide, inside the admin: one way from a queue to an entry, to a decision, to the next."""
