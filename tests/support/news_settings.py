"""The settings of the tests' workers, with the mail that only tests send."""

from tests.support.worker_settings import *  # noqa: F403 - settings are made by being imported
from tests.support.worker_settings import BASE_DIR, TEMPLATES

PROCRASTINATE_IMPORT_PATHS = ["tests.support.news_letters", "councils.daily"]
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests" / "data" / "templates"]
