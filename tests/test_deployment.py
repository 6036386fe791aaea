"""What the container files promise. No container engine runs here: docs/deployment.md says what was tried, and how."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

from collabhub import worker
from tests.deployment import loopback

ROOT = Path(settings.BASE_DIR)
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
TLS: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "docker-compose.tls.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
LASTING = sorted(set(SERVICES) - {"migrate"})
EXAMPLE = (ROOT / ".env.example").read_text()
GUIDE = (ROOT / "docs" / "deployment.md").read_text()


def asked_for(text: str) -> set[str]:
    """Return the names that a compose file takes from the environment."""
    return set(re.findall(r"\$\{([A-Z_]+)", text))


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_no_secret_is_written_into_the_compose_file(service: str) -> None:
    for name, value in SERVICES[service].get("environment", {}).items():
        if re.search("SECRET|PASSWORD|TOKEN|KEY", name):
            assert re.fullmatch(r"\$\{[A-Z_]+(:\?[^}]+|:-)\}", value), (
                f"{name} must come from the environment or stop the start"
            )
        assert not re.search(r"://[^/@]*:[^/@]*@", str(value)), f"{name} holds a password"


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_PASSWORD", "SITE_URL"])
def test_the_example_of_settings_leaves_what_must_be_chosen_empty(name: str) -> None:
    assert re.search(rf"^{name}=$", EXAMPLE, re.MULTILINE)


def test_a_missing_certificate_folder_stops_the_start_with_a_message() -> None:
    assert re.search(r"\$\{CERTIFICATES:\?[^}]+\}", str(TLS["services"]["front"]["volumes"]))


@pytest.mark.parametrize("service", LASTING)
def test_every_lasting_service_comes_back_by_itself_and_says_whether_it_is_well(service: str) -> None:
    about = SERVICES[service]
    assert about["restart"] == "unless-stopped"
    assert about.get("healthcheck") or ("build" in about and "HEALTHCHECK" in DOCKERFILE)


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_service_runs_without_rights_that_it_does_not_need(service: str) -> None:
    about = SERVICES[service]
    assert about["cap_drop"] == ["ALL"]
    assert about["security_opt"] == ["no-new-privileges:true"]
    assert "build" in about or about["user"] not in {"root", "0"}
    if service != "database":
        assert about["read_only"] is True


def test_only_the_front_is_published_and_only_to_this_machine_unless_it_ends_tls() -> None:
    published = {name: about["ports"] for name, about in SERVICES.items() if "ports" in about}
    assert list(published) == ["front"]
    assert all(port.startswith("127.0.0.1:") for port in published["front"])
    assert TLS["services"]["front"]["ports"] == ["80:8080", "443:8443"]


def test_the_database_has_no_way_out_and_the_front_no_way_to_it() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["database"]["networks"] == ["inside"]
    assert "inside" not in SERVICES["front"]["networks"]
    assert SERVICES["database"]["volumes"] == ["database:/var/lib/postgresql/data"]


def test_migrations_run_once_before_the_site_starts() -> None:
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert SERVICES["web"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["front"]["depends_on"] == {"web": {"condition": "service_healthy"}}


def test_the_worker_starts_after_migrations_and_may_finish_what_it_is_at() -> None:
    about = SERVICES["worker"]
    assert about["image"] == SERVICES["web"]["image"]
    assert about["depends_on"] == SERVICES["web"]["depends_on"]
    assert set(about["networks"]) == {"public", "inside"}
    assert "statement_timeout%3D60s" in about["environment"]["DATABASE_URL"]
    assert int(about["stop_grace_period"].removesuffix("s")) > worker.gives_up_after()
    for command in (about["command"], about["healthcheck"]["test"][1:]):
        assert command[:2] == ["python", "manage.py"]
        assert command[2] in get_commands()


def test_every_service_of_the_site_is_told_the_same() -> None:
    told = {name: set(SERVICES[name]["environment"]) for name in ("web", "worker", "migrate")}
    assert told["web"] == told["worker"] == told["migrate"]
    assert "EMAIL_URL" in told["worker"]


def test_every_command_that_the_guide_gives_exists() -> None:
    given = set(re.findall(r"manage\.py\s+(\w+)", GUIDE))
    assert {"work", "check_worker", "appoint"} <= given
    assert given <= set(get_commands())


def test_every_command_that_the_migration_step_gives_exists() -> None:
    given = re.findall(r"manage\.py (\w+)", SERVICES["migrate"]["command"][-1])
    assert given[0] == "migrate"
    assert set(given) <= set(get_commands())


def test_every_image_names_its_version() -> None:
    own = SERVICES["web"]["image"].partition(":")[0]
    images = [about["image"] for about in SERVICES.values() if not about["image"].startswith(own)]
    images += [image for image in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) if ":" in image]
    assert len(images) == 3
    for image in images:
        assert re.fullmatch(r"[a-z]+:\d+(\.\d+)*-[a-z-]+", image), f"{image} may be another version tomorrow"


def test_the_image_holds_pinned_packages_and_neither_debugging_nor_root() -> None:
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "--require-hashes" in DOCKERFILE
    assert "requirements/base.txt" in DOCKERFILE
    assert not re.search(r"quickstart|dev\.txt|DEBUG", DOCKERFILE)
    assert not re.search(r"^(ENV|ARG).*(SECRET|PASSWORD|KEY)", DOCKERFILE, re.MULTILINE)
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", final, re.MULTILINE)


def test_the_image_takes_in_every_part_of_the_site_and_nothing_unnamed() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    named = {line[1:] for line in lines if line.startswith("!")}
    own = {Path(app.path) for app in apps.get_app_configs() if Path(app.path).is_relative_to(ROOT)}
    own = {path for path in own if "site-packages" not in path.parts}
    assert "*" in lines
    assert {path.relative_to(ROOT).parts[0] for path in own} <= named
    assert {"manage.py", "static", "templates", "requirements/base.txt"} <= named
    assert all((ROOT / name).exists() for name in named)


def test_the_front_takes_a_little_more_than_a_form_may_hold() -> None:
    limit = re.search(r"client_max_body_size (\d+)m;", (loopback.FRONT / "nginx.conf").read_text())
    assert limit is not None
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= int(limit[1]) * 2**20 <= 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_every_setting_is_explained_to_the_operator() -> None:
    read = "".join((ROOT / "collabhub" / name).read_text() for name in ["settings.py", "environment.py"])
    read += (ROOT / "deploy" / "gunicorn.conf.py").read_text()
    names = set(re.findall(r"""(?:environ\.get|read_\w+)\(\s*"([A-Z_]+)\"""", read))
    names |= asked_for((ROOT / "docker-compose.yml").read_text()) | asked_for(str(TLS))
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", GUIDE, re.MULTILINE))
    assert {"SECRET_KEY", "DATABASE_URL", "WEB_CONCURRENCY"} <= names
    assert names <= explained
    assert set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE)) <= explained


def test_the_health_check_fails_in_words_when_nobody_answers() -> None:
    nobody = f"127.0.0.1:{loopback.free_port()}"
    asked = subprocess.run(
        [sys.executable, "deploy/healthcheck.py", nobody],
        cwd=ROOT,
        env={"SITE_URL": "https://collabhub.example"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 1
    assert asked.stderr.startswith(f"No answer from {nobody}: ")


@pytest.mark.slow
def test_the_health_check_is_content_with_the_site_as_gunicorn_serves_it() -> None:
    with loopback.web() as port:
        asked = subprocess.run(
            [sys.executable, "deploy/healthcheck.py", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env={"SITE_URL": "http://localhost:8080"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (asked.returncode, asked.stderr) == (0, "")
