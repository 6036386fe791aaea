"""Settings come from the environment, and a bad value stops the start with a sentence that names it."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured

from collabhub import environment
from collabhub.frontend import adapt, fingerprint, folder, frontend_files_are_there, licence

ROOT = Path(__file__).resolve().parent.parent
OURS = {
    "ALLOWED_HOSTS",
    "CACHE_URL",
    "DATABASE_URL",
    "DEBUG",
    "EMAIL_URL",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SITE_URL",
    "STATIC_ROOT",
    "TRUST_FORWARDED_FOR",
    "TRUST_FORWARDED_PROTO",
    "VAR_DIR",
}
PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "SITE_URL": "https://collabhub.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
}
"""All that a site in production must be told."""


def start(*arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a management command with nothing of ours in the environment but what is given."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT,
        env=kept | given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a person reads last of a command that failed."""
    return (done.stderr or done.stdout).strip().splitlines()[-1]


# Starting for real


def test_production_starts_with_three_settings_and_has_nothing_to_complain_of() -> None:
    done = start("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_does_not_start_without_each_of_them(missing: str) -> None:
    done = start("check", **{name: value for name, value in PRODUCTION.items() if name != missing})
    assert done.returncode != 0
    assert f"{missing} is not set: " in last_line(done)


@pytest.mark.parametrize(
    ("name", "value"),
    [("DEBUG", "maybe"), ("SITE_URL", "http://collabhub.example"), ("DATABASE_URL", "sqlite:///db.sqlite3")],
)
def test_a_malformed_setting_stops_the_start_and_is_named(name: str, value: str) -> None:
    done = start("check", **PRODUCTION | {name: value})
    assert done.returncode != 0
    assert name in last_line(done)


def values(*names: str, **given: str) -> Any:
    """Return the values of settings as a fresh start reads them."""
    command = "from django.conf import settings; print([getattr(settings, name, None) for name in NAMES])"
    done = start("shell", "--no-imports", "--command", command.replace("NAMES", repr(names)), **given)
    assert done.returncode == 0, done.stderr
    return eval(done.stdout)


def test_production_is_safe_when_it_is_told_no_more_than_it_must() -> None:
    names = {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["collabhub.example"],
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SECURE_PROXY_SSL_HEADER": None,
        "CSRF_TRUSTED_ORIGINS": ["https://collabhub.example"],
        "WHITENOISE_USE_FINDERS": False,
    }
    assert values(*names, **PRODUCTION) == list(names.values())


def test_a_trial_on_ones_own_machine_needs_nothing_but_debug(tmp_path: Path) -> None:
    names = ("DEBUG", "SITE_URL", "ALLOWED_HOSTS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE")
    found = values(*names, DEBUG="1", VAR_DIR=str(tmp_path))
    assert found == [True, "http://localhost:8000", ["localhost", "localhost", "127.0.0.1", "[::1]"], False, False]
    assert len((tmp_path / "secret-key").read_text()) >= environment.SHORTEST_SECRET_KEY


def test_a_front_that_ends_tls_is_trusted_when_told() -> None:
    [header] = values("SECURE_PROXY_SSL_HEADER", TRUST_FORWARDED_PROTO="1", **PRODUCTION)
    assert header == ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(("told", "count"), [("1", 1), ("0", 0)])
def test_a_visitors_address_is_taken_from_a_front_only_when_told(told: str, count: int) -> None:
    trusted = values("TRUST_FORWARDED_FOR", "ALLAUTH_TRUSTED_PROXY_COUNT", TRUST_FORWARDED_FOR=told, **PRODUCTION)
    assert trusted == [bool(count), count]


def test_a_job_that_failed_for_good_is_in_the_log_with_debug_on_and_off() -> None:
    fail = "import logging; logging.getLogger('procrastinate.worker').error('It failed.')"
    for given in (PRODUCTION, PRODUCTION | {"DEBUG": "1"}):
        done = start("shell", "--no-imports", "--command", fail, **given)
        assert done.stderr.count("It failed.") == 1


# Each kind of value


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("written", "meant"), [("1", True), (" Yes ", True), ("on", True), ("0", False), ("", False)])
def test_yes_and_no_are_understood_however_they_are_written(
    monkeypatch: pytest.MonkeyPatch, written: str, meant: bool
) -> None:
    monkeypatch.setenv("DEBUG", written)
    assert environment.read_flag("DEBUG") is meant


def test_a_yes_or_no_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.read_flag("DEBUG", default=True)
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="DEBUG is 'maybe': write 1 for yes or 0 for no"):
        environment.read_flag("DEBUG")


def test_words_between_commas_become_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.read_words("ALLOWED_HOSTS") == []
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example, ,b.example,")
    assert environment.read_words("ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_a_short_secret_is_refused_even_for_a_trial(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is too short"):
        environment.read_secret_key(debug=True, var_dir=tmp_path)


def test_a_secret_made_for_a_trial_is_kept_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    first = environment.read_secret_key(debug=True, var_dir=tmp_path / "new")
    assert environment.read_secret_key(debug=True, var_dir=tmp_path / "new") == first
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o077 == 0
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["secret-key"]


GOOD_ADDRESSES = {
    "https://collabhub.example": "https://collabhub.example",
    "https://collabhub.example/": "https://collabhub.example",
    "https://collabhub.example:8443": "https://collabhub.example:8443",
    "http://localhost:8000": "http://localhost:8000",
    "http://127.0.0.1": "http://127.0.0.1",
    "http://[::1]:8000": "http://[::1]:8000",
}
BAD_ADDRESSES = {
    "collabhub.example": "write only scheme and host",
    "ftp://collabhub.example": "write only scheme and host",
    "https://": "write only scheme and host",
    "https://collabhub.example/directory": "write only scheme and host",
    "https://collabhub.example/?a=1": "write only scheme and host",
    "https://collabhub.example:port": "not a web address",
    "https://[::1": "not a web address",
    "http://collabhub.example": "must start with https://",
    "http://192.0.2.1": "must start with https://",
}


@pytest.mark.parametrize("written", GOOD_ADDRESSES)
def test_the_address_of_the_site_is_scheme_and_host(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SITE_URL", written)
    assert environment.read_site_url(debug=False) == GOOD_ADDRESSES[written]


@pytest.mark.parametrize("written", BAD_ADDRESSES)
def test_a_bad_address_of_the_site_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SITE_URL", written)
    with pytest.raises(ImproperlyConfigured, match=f"SITE_URL is .*{BAD_ADDRESSES[written]}"):
        environment.read_site_url(debug=False)


@pytest.mark.parametrize("written", ["https://user:pass@collabhub.example", "https://collabhub.example#top"])
def test_an_address_of_the_site_holds_no_password_and_no_place_in_a_page(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("SITE_URL", written)
    with pytest.raises(ImproperlyConfigured, match="SITE_URL is"):
        environment.read_site_url(debug=False)


BAD_DATABASES = {
    "mysql://localhost/collabhub": "DATABASE_URL starts with 'mysql'",
    "nonsense": "DATABASE_URL starts with 'nonsense'",
    "postgres://localhost:port/collabhub": "DATABASE_URL is not a database address",
    "postgres://localhost": "DATABASE_URL names no database",
}


@pytest.mark.parametrize("written", BAD_DATABASES)
def test_a_bad_address_of_the_database_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", written)
    with pytest.raises(ImproperlyConfigured, match=BAD_DATABASES[written]):
        environment.read_database(debug=False, var_dir=tmp_path)


def test_the_address_of_the_database_is_read_with_its_options(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://us%40er:p%2Fw@db.example:5433/collabhub?sslmode=require")
    database = environment.read_database(debug=False, var_dir=tmp_path)
    assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("us@er", "p/w", "db.example")
    assert (database["NAME"], database["OPTIONS"]) == ("collabhub", {"sslmode": "require"})


def test_without_a_database_a_trial_gets_the_embedded_one_and_production_does_not_start(tmp_path: Path) -> None:
    database = environment.read_database(debug=True, var_dir=tmp_path)
    assert database["ENGINE"] == "collabhub.embedded_postgresql"
    assert database["OPTIONS"] == {"var_dir": str(tmp_path)}
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is not set"):
        environment.read_database(debug=False, var_dir=tmp_path)


def test_without_a_mail_server_a_trial_writes_mails_down_and_production_asks_its_own_machine(tmp_path: Path) -> None:
    odd = tmp_path / "a folder, 100% #odd?"
    mailer = environment.read_mailers(debug=True, var_dir=odd)["default"]
    assert mailer["BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert mailer["OPTIONS"] == {"file_path": str(odd / "mail")}
    mailer = environment.read_mailers(debug=False, var_dir=tmp_path)["default"]
    assert mailer["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert mailer["OPTIONS"] == {"host": "localhost", "port": 25, "timeout": environment.MAIL_PATIENCE}


@pytest.mark.parametrize("debug", [True, False])
def test_the_address_of_the_mail_server_is_read_with_its_options(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, debug: bool
) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://us%40er:p%2Fw@mail.example:587")
    mailer = environment.read_mailers(debug, tmp_path)["default"]
    assert mailer["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert mailer["OPTIONS"] == {
        "host": "mail.example",
        "port": 587,
        "username": "us@er",
        "password": "p/w",
        "use_tls": True,
        "timeout": environment.MAIL_PATIENCE,
    }


@pytest.mark.parametrize("written", ["pigeon://coop", "nonsense", "smtp://user@host:port"])
def test_a_bad_address_of_the_mail_server_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str
) -> None:
    monkeypatch.setenv("EMAIL_URL", written)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL is not a mail server's address"):
        environment.read_mailers(debug=False, var_dir=tmp_path)


def test_all_processes_share_a_cache_in_the_database_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = environment.read_cache()
    assert cache["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert cache["LOCATION"] == "cache_entry"
    monkeypatch.setenv("CACHE_URL", "rediscache://cache:6379/1")
    assert environment.read_cache()["LOCATION"] == "redis://cache:6379/1"


@pytest.mark.django_db
def test_the_table_of_the_cache_is_there_and_keeps_what_it_is_given() -> None:
    cache = caches.create_connection("default")
    cache.set("answer", 42, timeout=60)
    assert cache.get("answer") == 42


@pytest.mark.parametrize("written", ["pigeon://coop", "nonsense"])
def test_a_bad_address_of_the_cache_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("CACHE_URL", written)
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL is not a cache's address"):
        environment.read_cache()


# The styles


def test_missing_styles_are_a_loud_error_that_names_the_command(settings: Any, tmp_path: Path) -> None:
    assert frontend_files_are_there() == []
    settings.BASE_DIR = tmp_path
    [error] = frontend_files_are_there()
    assert error.id == "collabhub.E001"
    assert "govuk-frontend.min.css" in error.msg
    assert error.hint == "Run: python manage.py fetch_frontend"


def test_the_styles_carry_no_crown_no_gds_typeface_and_ask_for_nothing() -> None:
    css = (folder() / "govuk-frontend.min.css").read_text()
    assert "GDS Transport" not in css
    assert "crest" not in css
    assert "url(" not in css.replace('url("data:', "").replace("url(data:", "")
    assert "sourceMappingURL" not in css


def test_the_terms_of_the_styles_lie_beside_them() -> None:
    text = (folder() / "LICENCE.txt").read_text()
    assert text == licence()
    assert "Crown Copyright (Government Digital Service)" in text
    assert "Permission is hereby granted" in text


def test_a_file_is_known_by_its_text_whatever_its_source_map() -> None:
    css = "@font-face{font-family:GDS Transport;src:url(a)}a{font:GDS Transport,arial}"
    assert fingerprint(css) == fingerprint(f"{css}\n/*# sourceMappingURL=a.css.map */\n")
    assert adapt("a.css", f"{css}\n/*# sourceMappingURL=a.css.map */") == "a{font:arial}"
