"""The register: facts about councils and partner organisations, from files into the database."""

from councils.register.load import load_register
from councils.register.tables import Problem, RegisterError

__all__ = ["Problem", "RegisterError", "load_register"]
