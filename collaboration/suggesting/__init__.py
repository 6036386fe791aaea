"""What to suggest to a council: listings that fit what it works on, and sentences of fact that say why."""
