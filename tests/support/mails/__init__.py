"""The newer mails, by what they are about: one module each."""

from importlib import import_module
from pkgutil import iter_modules

BY_TOPIC = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
