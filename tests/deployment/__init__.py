"""The site as it is deployed: the shipped front and web server, run on loopback without containers."""
