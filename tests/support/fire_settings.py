"""The settings of the tests' workers, with the jobs that send mail every minute and digests when they are told to."""

from tests.support.worker_settings import *  # noqa: F403 - settings are made by being imported

PROCRASTINATE_IMPORT_PATHS = ["councils.daily", "collaboration.daily"]
# The run of the day before, which such a worker would make up for, is none of theirs.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 0}
