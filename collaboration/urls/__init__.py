"""Addresses of joining in."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern


def _of_all_topics() -> Iterator[URLPattern]:
    """Yield the addresses of every module of this package."""
    for module in iter_modules(__path__):
        yield from import_module(f"{__name__}.{module.name}").urlpatterns


urlpatterns = list(_of_all_topics())
