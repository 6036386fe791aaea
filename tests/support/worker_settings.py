"""The site's settings for workers that tests start: with jobs of their own, and quick to notice who is gone."""

from collabhub.settings import *  # noqa: F403 - settings are made by being imported

PROCRASTINATE_IMPORT_PATHS = ["tests.support.jobs"]
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 2,
    "shutdown_graceful_timeout": 1,
    "update_heartbeat_interval": 0.5,
    "stalled_worker_timeout": 2,
    "fetch_job_polling_interval": 0.5,
}
