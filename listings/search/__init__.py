"""Finding listings: the words people type, what they may mean, and how results are ordered and explained."""
