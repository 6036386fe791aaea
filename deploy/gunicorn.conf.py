"""gunicorn behind a front that buffers (deploy/front/nginx.conf). Never let it face a network by itself:
two clients that send slowly stop two sync workers (docs/deployment.md says what was measured)."""

import os

from collabhub import environment

wsgi_app = "collabhub.wsgi"
bind = "0.0.0.0:8000"

# Sync workers gave the most pages a second and the shortest tail; threads and another server did not do better.
worker_class = "sync"
workers = environment.read_number("WEB_CONCURRENCY", 2 * (os.cpu_count() or 1), least=1, most=64)
timeout = 30
graceful_timeout = 30

# A worker is replaced now and then, so that a slow leak never matters; the spread keeps them from going together.
max_requests = 5000
max_requests_jitter = 500

# A heartbeat file on a disk that is busy looks like a dead worker; this is memory.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes the file there itself, for its own user only

# The front passes on at most 8 kB of request line; long filter addresses need more than gunicorn's usual 4 kB.
limit_request_line = 8190

# Whether a request came over HTTPS is decided in one place only: TRUST_FORWARDED_PROTO in the settings.
forwarded_allow_ips = ""

# The front writes the access log: it also sees what never gets here, and it escapes what a visitor put in a path.
accesslog = None
errorlog = "-"

# It would be a way to add and stop workers, in a home folder that does not exist here; signals are enough.
control_socket_disable = True
