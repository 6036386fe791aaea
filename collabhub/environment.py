"""Reads the environment for the settings, and refuses a bad value with a sentence that names it."""

import contextlib
import ipaddress
import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}
DATABASE_SCHEMES = {"postgres", "postgresql"}
SHORTEST_SECRET_KEY = 50
"""Characters, as `manage.py check --deploy` asks (security.W009)."""


def read_flag(name: str, default: bool = False) -> bool:
    """Return a yes-or-no setting. Raises ImproperlyConfigured for any other word."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in YES:
        return True
    if value.strip().lower() in NO:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 for yes or 0 for no.")


def read_number(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole-number setting between `least` and `most`. Raises ImproperlyConfigured otherwise."""
    value = os.environ.get(name, str(default)).strip()
    if not value.isdecimal() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number from {least} to {most}.")
    return int(value)


def read_words(name: str) -> list[str]:
    """Return a comma-separated setting as a list, without blanks."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def read_secret_key(debug: bool, var_dir: Path) -> str:
    """Return SECRET_KEY; with DEBUG on and none given, one made once and kept in `var_dir`.

    Raises ImproperlyConfigured when DEBUG is off and the key is missing or short.
    """
    key = os.environ.get("SECRET_KEY", "")
    if len(key) >= SHORTEST_SECRET_KEY:
        return key
    if key:
        raise ImproperlyConfigured(f"SECRET_KEY is too short: use at least {SHORTEST_SECRET_KEY} random characters.")
    if not debug:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set: give it at least {SHORTEST_SECRET_KEY} random characters, or set DEBUG=1 to try "
            "the site on your own machine."
        )
    return kept_secret(var_dir / "secret-key")


def read_earlier_secret_keys() -> list[str]:
    """Return SECRET_KEY_FALLBACKS, the keys from before SECRET_KEY was renewed: what they signed still holds.

    They are separated by commas or blanks. Raises ImproperlyConfigured for a short one, which nobody should trust.
    """
    keys = os.environ.get("SECRET_KEY_FALLBACKS", "").replace(",", " ").split()
    if any(len(key) < SHORTEST_SECRET_KEY for key in keys):
        raise ImproperlyConfigured(
            f"SECRET_KEY_FALLBACKS holds a key that is too short: each has at least {SHORTEST_SECRET_KEY} characters. "
            "Write whole keys, separated by commas, or leave it out."
        )
    return keys


def kept_secret(file: Path) -> str:
    """Return the secret in `file`, making both on first use; of two processes at once both get the same."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent) as draft:
            draft.write(secrets.token_urlsafe(SHORTEST_SECRET_KEY))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, file)
    return file.read_text()


def is_this_machine(host: str | None) -> bool:
    """True for localhost and loopback addresses."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def read_site_url(debug: bool) -> str:
    """Return SITE_URL without a trailing slash: the scheme and host that links to this site start with.

    Raises ImproperlyConfigured when it is missing with DEBUG off, carries more than scheme and host, or would send
    people over plain HTTP.
    """
    value = os.environ.get("SITE_URL") or ("http://localhost:8000" if debug else "")
    if not value:
        raise ImproperlyConfigured("SITE_URL is not set: write the site's address, such as https://collabhub.example.")
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it raises ValueError for a port that is no number
    except ValueError as error:
        raise ImproperlyConfigured(f"SITE_URL is {value!r}, which is not a web address: {error}.") from error
    has_more = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in {"http", "https"} or not parts.hostname or has_more:
        raise ImproperlyConfigured(
            f"SITE_URL is {value!r}: write only scheme and host, such as https://collabhub.example."
        )
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        raise ImproperlyConfigured(f"SITE_URL is {value!r}: a site that others reach must start with https://.")
    return f"{parts.scheme}://{parts.netloc}"


def read_database(debug: bool, var_dir: Path) -> dict[str, Any]:
    """Return Django's settings for the database that DATABASE_URL names, else for the embedded PostgreSQL.

    Raises ImproperlyConfigured when DATABASE_URL is malformed, names another kind of database, or is missing with
    DEBUG off.
    """
    value = os.environ.get("DATABASE_URL", "")
    if not value:
        if debug:
            return {
                "ENGINE": "collabhub.embedded_postgresql",
                "NAME": "collabhub",
                "OPTIONS": {"var_dir": str(var_dir)},
            }
        raise ImproperlyConfigured(
            "DATABASE_URL is not set: write the database's address, such as postgres://user@host:5432/collabhub. "
            "The embedded PostgreSQL is for trying the site with DEBUG=1 only."
        )
    scheme = value.partition("://")[0]
    if scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(
            f"DATABASE_URL starts with {scheme!r}: CollabHub keeps its data in PostgreSQL, so write postgres://…"
        )
    try:
        database: dict[str, Any] = Env.db_url_config(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL is not a database address: {error}.") from error
    if not database.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL names no database: end it with the name, such as …:5432/collabhub.")
    return database


MAIL_OPTIONS = {
    "EMAIL_HOST": "host",
    "EMAIL_PORT": "port",
    "EMAIL_HOST_USER": "username",
    "EMAIL_HOST_PASSWORD": "password",
    "EMAIL_USE_TLS": "use_tls",
    "EMAIL_USE_SSL": "use_ssl",
    "EMAIL_FILE_PATH": "file_path",
}
"""What django-environ calls each part of EMAIL_URL, and what Django's mail backends do."""
MAIL_PATIENCE = 10
"""Seconds that a mail server may take over each step: one that hangs must not hold up a worker that is to stop."""


def read_mailers(debug: bool, var_dir: Path) -> dict[str, Any]:
    """Return Django's MAILERS from EMAIL_URL; without it, the mail server of this machine, or with DEBUG the folder
    that `/dev/mail/` shows.

    Raises ImproperlyConfigured when EMAIL_URL is malformed.
    """
    if debug and "EMAIL_URL" not in os.environ:
        folder = {"file_path": str(var_dir / "mail")}
        return {"default": {"BACKEND": Env.EMAIL_SCHEMES["filemail"], "OPTIONS": folder}}
    value = os.environ.get("EMAIL_URL", "smtp://localhost:25")
    try:
        parsed: dict[str, Any] = Env.email_url_config(value)
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(
            "EMAIL_URL is not a mail server's address: write smtp+tls://user:password@host:587."
        ) from error
    options = {option: parsed[name] for name, option in MAIL_OPTIONS.items() if parsed.get(name)}
    if parsed["EMAIL_BACKEND"] == Env.EMAIL_SCHEMES["smtp"]:
        options["timeout"] = MAIL_PATIENCE
    return {"default": {"BACKEND": parsed["EMAIL_BACKEND"], "OPTIONS": options}}


MOST_CACHE_ENTRIES = 100_000


def read_cache() -> dict[str, Any]:
    """Return Django's settings for the cache that CACHE_URL names; without it, a table of the database, so that limits
    hold across workers and restarts.

    Raises ImproperlyConfigured when CACHE_URL is malformed.
    """
    value = os.environ.get("CACHE_URL", "dbcache://cache_entry")
    try:
        cache: dict[str, Any] = Env.cache_url_config(value)
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured("CACHE_URL is not a cache's address: write rediscache://host:6379/1.") from error
    if cache["BACKEND"] == Env.CACHE_SCHEMES["dbcache"]:
        # What still counts towards a limit must not make room for something else.
        cache.setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", MOST_CACHE_ENTRIES)
    return cache


def memory(name: str, *, most: int) -> dict[str, Any]:
    """Return Django's settings for a cache of at most `most` entries in the process's own memory, without a time limit.

    When it is full, the third that was not asked for longest makes room.
    """
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": most},
    }


def read_inbound_mail_domain() -> str:
    """Return INBOUND_MAIL_DOMAIN, whose mail the mail server hands to `manage.py receive_mail`; empty for none.

    Raises ImproperlyConfigured for what is no domain.
    """
    value = os.environ.get("INBOUND_MAIL_DOMAIN", "").strip().lower()
    if value and not re.fullmatch(
        r"(?=.{1,150}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+", value
    ):
        raise ImproperlyConfigured(
            f"INBOUND_MAIL_DOMAIN is {value!r}: write a domain, such as mail.collabhub.example, or leave it out."
        )
    return value
