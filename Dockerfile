# The production image: Python, the pinned packages, the site and its static files. No compiler, no pip-installed
# tools for development, no embedded database, no secret. Nothing is fetched when it runs.
# docs/deployment.md says which of these steps were tried and how.

FROM python:3.13-slim-trixie AS base
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PATH=/srv/venv/bin:$PATH
WORKDIR /srv/collabhub


FROM base AS packages
COPY requirements/base.txt requirements/
# Only wheels, so that nothing is compiled; only what the hashes name. pip itself stays out of the environment.
RUN python -m venv --without-pip /srv/venv \
    && pip --python /srv/venv/bin/python install --no-cache-dir --only-binary :all: --require-hashes \
        --requirement requirements/base.txt


FROM packages AS site
COPY . .
# GOV.UK Frontend comes from its release, checked against the hashes in collabhub/frontend.py; then every static file
# is fingerprinted and compressed. Both need settings, none of them real: they end with this step.
RUN export SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
        SITE_URL=https://build.invalid DATABASE_URL=postgres://build.invalid/none \
    && python manage.py fetch_frontend \
    && python manage.py collectstatic --no-input \
    && python -m compileall -q . \
    && chmod -R a+rX .


FROM base
COPY --from=packages /srv/venv /srv/venv
COPY --from=site /srv/collabhub /srv/collabhub
# A number, so that an orchestrator can see that it is not root. It needs to write to /tmp, and to the one folder that
# it owns: there the list of closed accounts is kept, on a volume.
RUN install --directory --owner=10001 --group=10001 --mode=700 /srv/erasures
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthcheck.py", "127.0.0.1:8000"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py"]
