"""What each mail about joining in says, put together when it is sent (councils.outbox)."""
