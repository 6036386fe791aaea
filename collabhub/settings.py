"""All settings, from the environment only. Every bad value stops the start with a sentence that names it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from collabhub import environment

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = environment.read_flag("DEBUG")
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()
SECRET_KEY = environment.read_secret_key(DEBUG, VAR_DIR)
SECRET_KEY_FALLBACKS = environment.read_earlier_secret_keys()
SITE_URL = environment.read_site_url(DEBUG)
SITE_HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = [*(environment.read_words("ALLOWED_HOSTS") or [SITE_HOST])]
if DEBUG:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "collabhub.apps.CollabHubConfig",
    "collaboration",
    "projects",
    "services",
    "listings",
    "councils",
    "directory",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "collabhub.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "collabhub.page_cache.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "collabhub.middleware.PrivatePages",
    "collabhub.middleware.AnswerWithoutDatabase",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "councils.sign_in.sessions.SessionLimits",
    "councils.sign_in.second_step.SecondStepRequired",
    "directory.history.HistoryDoor",
    "collabhub.crawlers.CrawlerLimit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "collabhub.urls"
WSGI_APPLICATION = "collabhub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "collabhub.context_processors.site",
            ],
            "builtins": ["django.templatetags.static", "directory.templatetags.words", "listings.templatetags.results"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **environment.read_database(DEBUG, VAR_DIR),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": environment.read_cache(),
    # In each process's own memory, and gone with it: nothing that an older release drew can ever be shown.
    "pages": environment.memory("pages", most=1_000),
    "addresses": environment.memory("addresses", most=10_000),
    "visitors": environment.memory("visitors", most=10_000),
}

AUTH_USER_MODEL = "councils.User"
AUTHENTICATION_BACKENDS = ["councils.sign_in.backend.CodesOnly"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "home"

# Sign-in itself is councils.sign_in: a code from the mail. allauth has the second step and the list of sessions.
ACCOUNT_ADAPTER = "councils.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key,50/d/key", "reauthenticate": "20/m/user"}
"""Tries of the second step, by client and by person; whoever gets this far has shown a code from the person's mail."""
MFA_ADAPTER = "councils.sign_in.adapter.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "councils.sign_in.forms.SecondStepForm",
    "authenticate_webauthn": "councils.sign_in.forms.PasskeyForm",
    "reauthenticate": "councils.sign_in.forms.SecondStepAgainForm",
    "reauthenticate_webauthn": "councils.sign_in.forms.PasskeyAgainForm",
    "login_webauthn": "councils.sign_in.forms.PasskeySignInForm",
    "activate_totp": "councils.sign_in.forms.SetUpAppForm",
    "add_webauthn": "councils.sign_in.forms.AddPasskeyForm",
    "edit_webauthn": "councils.sign_in.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "CollabHub"
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SESSION_ENGINE = "councils.sign_in.store"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
"""Seconds after which everybody signs in again; councils.sign_in.sessions has the shorter limits."""

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMAT_MODULE_PATH = "collabhub.formats"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG

MAILERS = environment.read_mailers(DEBUG, VAR_DIR)
INBOUND_MAIL_DOMAIN = environment.read_inbound_mail_domain()
"""Where answers to mails arrive; empty where no mail comes in, and mails lead to pages instead."""
DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"CollabHub <no-reply@{SITE_HOST}>"

# Nothing on a page comes from anywhere but this site, and nothing is inline. Django's own admin keeps to the same.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "collabhub.views.errors.csrf_failure"
# Only a front that always sets this header itself may be trusted with it; ours (deploy/nginx.conf) does.
if environment.read_flag("TRUST_FORWARDED_PROTO"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Only a front that always writes this header itself may be trusted with it; ours (deploy/front/nginx.conf) does.
TRUST_FORWARDED_FOR = environment.read_flag("TRUST_FORWARDED_FOR")
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUST_FORWARDED_FOR)
ERASURE_LIST = os.environ.get("ERASURE_LIST") or None
"""A file outside the database where the numbers of closed accounts are kept, for after a backup is restored."""
LIMIT_CRAWLERS = environment.read_flag("LIMIT_CRAWLERS", default=True)

# The worker (`manage.py work`) and how soon the jobs of one that was killed are done by another; times in seconds.
PROCRASTINATE_IMPORT_PATHS = ["councils.daily", "listings.daily", "collaboration.daily"]
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 4,
    "shutdown_graceful_timeout": 20,
    "update_heartbeat_interval": 10,
    "stalled_worker_timeout": 30,
}
# A worker that comes back begins what it missed: each job of the day before, once, however long it was away.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 60 * 60}

# What went wrong is written where the site runs: Django by itself would only mail it to ADMINS. With DEBUG on Django
# writes it there anyway. A wrong host name or another refusal is not our fault, and strangers can cause any number of
# them; the front's own log has them all.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"in_production": {"()": "django.utils.log.RequireDebugFalse"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["in_production"]},
        "worker": {"class": "logging.StreamHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "ERROR"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # A line for each sign-in and refusal, without addresses and codes.
        "collabhub.security": {"level": "INFO"},
        # What each day's digests came to, and mails that cannot be sent.
        "collabhub.mail": {"level": "INFO"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Only jobs that failed for good: each one that is done would be a line.
        "procrastinate": {"handlers": ["worker"], "level": "ERROR", "propagate": False},
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
"""Bytes in a form, files apart."""
