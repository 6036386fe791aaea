"""HOW A LIST IS SHOWN: filters that forgive, counts, words. It has no models and knows no other app."""
