"""Registering an entry section by section, and changing it in the same way. Nothing here writes: see the actions."""
