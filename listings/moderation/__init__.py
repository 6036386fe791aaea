"""What moderators look at, and why they decide as they do: kept reasons, queues, and what changed in an entry."""
