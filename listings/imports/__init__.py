"""Bringing in entries that others publish: read a file, map it to our words, check it, write it.

Projects and shared services share all of this; each has a layout (`importer.py`) that names its columns.
"""
