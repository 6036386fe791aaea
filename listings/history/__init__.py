"""What became of a listing: its events, one change after the other, in words."""
