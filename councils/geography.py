"""The nations and regions of the United Kingdom, and the box of coordinates they lie in."""

from decimal import Decimal

from django.db import models

LATITUDES = (Decimal("49.8"), Decimal("61.0"))
LONGITUDES = (Decimal("-8.7"), Decimal("1.8"))
"""WGS84 degrees, a little wider than the land. Source: bounding box of ONS ultra-generalised boundaries."""


class Nation(models.TextChoices):
    ENGLAND = "England", "England"
    SCOTLAND = "Scotland", "Scotland"
    WALES = "Wales", "Wales"
    NORTHERN_IRELAND = "Northern Ireland", "Northern Ireland"


class Region(models.TextChoices):
    """The nine ONS regions of England, and the other three nations."""

    NORTH_EAST = "North East", "North East"
    NORTH_WEST = "North West", "North West"
    YORKSHIRE = "Yorkshire and The Humber", "Yorkshire and The Humber"
    EAST_MIDLANDS = "East Midlands", "East Midlands"
    WEST_MIDLANDS = "West Midlands", "West Midlands"
    EAST = "East of England", "East of England"
    LONDON = "London", "London"
    SOUTH_EAST = "South East", "South East"
    SOUTH_WEST = "South West", "South West"
    SCOTLAND = "Scotland", "Scotland"
    WALES = "Wales", "Wales"
    NORTHERN_IRELAND = "Northern Ireland", "Northern Ireland"
