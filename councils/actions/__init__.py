"""What changes people, memberships and accounts. Each is atomic and says who does it (`by`)."""
