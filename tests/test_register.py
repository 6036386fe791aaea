"""The register of councils: what `manage.py load_register` loads, keeps and refuses."""

import csv
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import EmailDomain, FormerCode, Organisation, OrganisationAlias, Succession

DATA = Path(__file__).parent.parent / "councils" / "data"
PLANNED, ABOLISHED = Organisation.Status.PLANNED, Organisation.Status.ABOLISHED


def load(folder: Path | None = None, verbosity: int = 1) -> str:
    """Run the command; return what it printed."""
    out = StringIO()
    options = [f"--from={folder}"] if folder else []
    call_command("load_register", *options, stdout=out, verbosity=verbosity)
    return out.getvalue()


class Folder:
    """A copy of the register's files that a test may spoil."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self, file: str) -> list[list[str]]:
        with (self.path / file).open(encoding="utf-8", newline="") as lines:
            return list(csv.reader(lines))

    def write(self, file: str, rows: list[list[str]]) -> None:
        with (self.path / file).open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows(rows)

    def put(self, file: str, first_cells: str, column: str, value: str) -> int:
        """Put `value` into a column of the line whose first cells are these; return the line's number."""
        rows = self.rows(file)
        wanted = first_cells.split(",")
        line = next(number for number, row in enumerate(rows) if row[: len(wanted)] == wanted)
        rows[line][rows[0].index(column)] = value
        self.write(file, rows)
        return line + 1

    def add(self, file: str, **facts: str) -> int:
        """Add a line with these facts and otherwise empty cells; return its number."""
        rows = self.rows(file)
        self.write(file, [*rows, [facts.get(column, "") for column in rows[0]]])
        return len(rows) + 1

    def refusal(self) -> str:
        """Load the folder, see it refused with nothing written, and return the message."""
        before = Organisation.objects.count()
        with pytest.raises(CommandError) as refused:
            load(self.path)
        assert Organisation.objects.count() == before
        return str(refused.value)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A good copy of the register's files."""
    shutil.copytree(DATA, tmp_path / "register")
    return Folder(tmp_path / "register")


@pytest.fixture
def loaded(db: None) -> None:
    """The register of the repository, in the database."""
    load()


@pytest.mark.usefixtures("loaded")
class TestWhatIsLoaded:
    @pytest.mark.parametrize(
        ("nation", "number"), [("England", 317), ("Scotland", 32), ("Wales", 22), ("Northern Ireland", 11)]
    )
    def test_every_principal_council_in_force_is_there(self, nation: str, number: int) -> None:
        assert Organisation.objects.principal_councils().filter(nation=nation).count() == number

    def test_strategic_authorities_abolished_and_planned_councils_and_successions_are_there(self) -> None:
        councils = Organisation.objects.councils()
        assert Organisation.objects.strategic_authorities().count() == 20
        assert councils.filter(status=ABOLISHED).count() == 89
        assert councils.filter(status=PLANNED).count() == 17
        assert Succession.objects.count() == 163
        assert not councils.filter(tier="").exists()

    def test_a_district_knows_its_county_and_its_strategic_authority(self) -> None:
        adur = Organisation.objects.get(slug="adur")
        assert adur.county == Organisation.objects.get(slug="west-sussex")
        assert adur.strategic_authority == Organisation.objects.get(
            slug="sussex-and-brighton-combined-county-authority"
        )
        assert not Organisation.objects.filter(kind="non-metropolitan-district", county=None).exists()

    def test_a_district_abolished_in_2009_lies_in_the_county_that_continued(self) -> None:
        assert Organisation.objects.get(slug="durham-2009").county == Organisation.objects.get(slug="county-durham")

    def test_domains_former_codes_and_other_names_are_there(self) -> None:
        shared = EmailDomain.objects.filter(domain="adur-worthing.gov.uk").values_list("organisation__slug", flat=True)
        assert set(shared) == {"adur", "worthing"}
        old = EmailDomain.objects.get(domain="allerdale.gov.uk")
        assert (old.organisation.slug, old.basis, old.valid_until) == ("allerdale", "website", date(2023, 3, 31))
        assert FormerCode.objects.get(gss_code="E08000016").organisation.slug == "barnsley"
        assert (
            OrganisationAlias.objects.get(name="Shepway District Council").organisation.slug == "folkestone-and-hythe"
        )

    def test_partner_organisations_are_there_and_are_not_councils(self) -> None:
        department = Organisation.objects.get(slug="ministry-of-housing-communities-and-local-government")
        assert department.kind == "department"
        assert not department.is_council
        assert Organisation.objects.get(slug="nhs-digital").standing == "abolished 31 January 2023"

    def test_a_planned_council_says_for_when(self) -> None:
        assert Organisation.objects.get(slug="east-surrey").standing == "planned for 1 April 2027"


class TestRepeating:
    @pytest.mark.usefixtures("loaded")
    def test_a_second_run_changes_nothing_and_says_so(self) -> None:
        before = list(Organisation.objects.order_by("pk").values())
        said = load()
        assert "organisations.csv: 0 added, 0 changed, 508 left as they were." in said
        assert "successions.csv: 0 added, 0 changed, 163 left as they were." in said
        assert all(", 0 changed, " in line and ": 0 added, " in line for line in said.splitlines())
        assert list(Organisation.objects.order_by("pk").values()) == before

    @pytest.mark.django_db
    def test_the_first_run_counts_what_it_added_and_names_it_when_asked(self) -> None:
        said = load(verbosity=2)
        assert "organisations.csv: 508 added, 0 changed, 0 left as they were." in said
        assert "  added: London Borough of Hackney\n" in said
        assert "  added: adur: adur-worthing.gov.uk\n" in said

    @pytest.mark.usefixtures("loaded")
    def test_a_changed_fact_is_changed_and_named(self, folder: Folder) -> None:
        folder.put("organisations.csv", "hackney", "population", "300000")
        folder.put("organisations.csv", "adur", "county_slug", "kent")
        said = load(folder.path)
        assert "organisations.csv: 0 added, 2 changed, 506 left as they were." in said
        assert "  changed: London Borough of Hackney (population)\n" in said
        assert "  changed: Adur District Council (county_id)\n" in said
        assert Organisation.objects.get(slug="hackney").population == 300_000
        assert Organisation.objects.get(slug="adur").county == Organisation.objects.get(slug="kent")

    @pytest.mark.usefixtures("loaded")
    def test_what_moderators_added_is_kept(self, folder: Folder) -> None:
        hackney = Organisation.objects.get(slug="hackney")
        hackney.aliases.create(name="Hackney HackIT")
        hackney.email_domains.create(domain="hackit.example", basis="other")
        Organisation.objects.filter(slug="solace").update(website="https://solace.example/")
        Organisation.objects.create(slug="a-charity", name="A Charity", short_name="A Charity", kind="charity")
        load()
        assert hackney.aliases.filter(name="Hackney HackIT").exists()
        assert hackney.email_domains.filter(domain="hackit.example").exists()
        assert Organisation.objects.get(slug="solace").website == "https://solace.example/"
        assert Organisation.objects.filter(slug="a-charity").exists()

    @pytest.mark.usefixtures("loaded")
    def test_a_planned_council_comes_into_force_when_the_file_says_so(self, folder: Folder) -> None:
        folder.put("organisations.csv", "east-surrey", "status", "current")
        folder.put("organisations.csv", "east-surrey", "announcement", "")
        rows = folder.rows("successions.csv")
        folder.write("successions.csv", [row for row in rows if "east-surrey" not in row])
        load(folder.path)
        assert Organisation.objects.get(slug="east-surrey").status == "current"

    @pytest.mark.django_db
    def test_loading_takes_few_statements_however_many_lines(self) -> None:
        with CaptureQueriesContext(connection) as first:
            load()
        with CaptureQueriesContext(connection) as second:
            load()
        assert len(first) <= 40
        assert len(second) <= 25


# Each is a cell that a test spoils, and the sentence that names exactly this cell.
BAD_CELLS = {
    "a code that occurs twice": (
        *("organisations.csv", "hackney", "gss_code", "E09000001"),
        "“E09000001” already stands in organisations.csv, line ",
    ),
    "a former code that is in use": (
        *("former_codes.csv", "barnsley", "gss_code", "E09000001"),
        "“E09000001” already stands in organisations.csv, line ",
    ),
    "a code that is none": ("former_codes.csv", "barnsley", "gss_code", "E8", "“E8” is not a GSS code"),
    "a slug that occurs twice": (
        *("partner_organisations.csv", "snook", "slug", "hackney"),
        "“hackney” already stands in organisations.csv, line ",
    ),
    "another name that occurs twice": (
        *("aliases.csv", "hammersmith-and-fulham,LBHF", "name", "H&F"),
        "“H&F” already stands in aliases.csv, line ",
    ),
    "a successor that begins on another day": (
        *("successions.csv", "bedford-2009", "date", "2009-03-01"),
        "“bedford” begins on 2009-04-01, not on 2009-03-01.",
    ),
    "a succession to itself": (
        *("successions.csv", "bedford-2009", "successor_slug", "bedford-2009"),
        "a council cannot take over from itself.",
    ),
    "a succession from nobody": (
        *("successions.csv", "bedford-2009", "predecessor_slug", "nowhere"),
        "no organisation has the slug “nowhere”.",
    ),
    "a succession that is done before it happens": (
        *("successions.csv", "surrey,east-surrey", "status", "done"),
        "it cannot be done while “east-surrey” is only planned.",
    ),
    "a succession that has happened and is said to come": (
        *("successions.csv", "bedford-2009", "status", "announced"),
        "a succession to come leads from a council in force to a planned one.",
    ),
    "an alias of nobody": (
        *("aliases.csv", "highland", "organisation_slug", "nowhere"),
        "no organisation has the slug “nowhere”.",
    ),
    "an unknown county": (
        *("organisations.csv", "adur", "county_slug", "sussex"),
        "no organisation has the slug “sussex”.",
    ),
    "a county that is a district": (
        *("organisations.csv", "adur", "county_slug", "worthing"),
        "“worthing” is not a county.",
    ),
    "a county of a unitary council": (
        *("organisations.csv", "medway", "county_slug", "kent"),
        "only a district (tier lower) has a county; empty the cell.",
    ),
    "a council that is its own parent": (
        *("organisations.csv", "adur", "county_slug", "adur"),
        "a council cannot be its own parent.",
    ),
    "a strategic authority that is a county": (
        *("organisations.csv", "adur", "strategic_authority_slug", "kent"),
        "“kent” is not a strategic authority.",
    ),
    "an unknown kind": (
        *("organisations.csv", "adur", "kind", "parish"),
        "“parish” is not known; use one of: london-borough,",
    ),
    "a partner organisation of a council kind": (
        *("partner_organisations.csv", "snook", "kind", "county"),
        "“county” is not known; use one of: department,",
    ),
    "an unknown region": ("organisations.csv", "adur", "region", "Wessex", "“Wessex” is not known"),
    "a region of another nation": (
        *("organisations.csv", "adur", "region", "Wales"),
        "Wales is not a region of England.",
    ),
    "a last day before the first": (
        *("organisations.csv", "cumbria", "end_date", "1900-03-31"),
        "the last day is before the first (start_date).",
    ),
    "an abolished council without a last day": (
        *("organisations.csv", "cumbria", "end_date", ""),
        "an abolished council needs its last day in force.",
    ),
    "a council in force that has a last day": (
        *("organisations.csv", "adur", "end_date", "2026-03-31"),
        "a current council has no last day; empty it or make the council abolished.",
    ),
    "a council in force that is announced": (
        *("organisations.csv", "adur", "announcement", "enacted"),
        "a current council has no announcement; empty the cell.",
    ),
    "a planned council without its day": (
        *("organisations.csv", "east-surrey", "start_date", ""),
        "a planned council needs the day it is to begin.",
    ),
    "a planned council of unknown certainty": (
        *("organisations.csv", "east-surrey", "announcement", ""),
        "a planned council needs “enacted” or “announced”.",
    ),
    "a day that is not in the calendar": (
        *("organisations.csv", "adur", "start_date", "1974-02-31"),
        "“1974-02-31” is not a day in the calendar; write it like 2019-04-01.",
    ),
    "a place outside the United Kingdom": (
        *("organisations.csv", "adur", "latitude", "5.1e9"),
        "“5.1e9” is not a number from 49.8 to 61.0",
    ),
    "a latitude in words": ("organisations.csv", "adur", "latitude", "north", "“north” is not a number"),
    "half a position": (
        *("organisations.csv", "adur", "longitude", ""),
        "it is empty though latitude is filled; fill in both or neither.",
    ),
    "a population in words": ("organisations.csv", "adur", "population", "many", "“many” is not a whole number"),
    "an address without its scheme": (
        *("organisations.csv", "adur", "website", "adur.gov.uk"),
        "“adur.gov.uk” is not a web address; start it with https://.",
    ),
    "a slug that cannot be an address": ("organisations.csv", "adur", "slug", "Adur!", "“Adur!” is not a slug"),
    "a council without a name": ("organisations.csv", "adur", "name", "", "it is empty; fill it in."),
    "a name that is too long": (
        *("organisations.csv", "adur", "name", "A" * 201),
        "it has 201 characters, and at most 200 fit; shorten it.",
    ),
    "a domain in capitals": (
        *("email_domains.csv", "adur", "domain", "Adur.gov.uk"),
        "“Adur.gov.uk” is not an email domain",
    ),
    "a day on which a domain ends that is none": (
        *("email_domains.csv", "allerdale", "valid_until", "2023-02-29"),
        "“2023-02-29” is not a day in the calendar; write it like 2019-04-01.",
    ),
    "a note of a domain that is too long": (
        *("email_domains.csv", "adur", "note", "A" * 201),
        "it has 201 characters, and at most 200 fit; shorten it.",
    ),
    "a NUL character": (
        *("organisations.csv", "adur", "notes", "a\x00b"),
        "it holds a character that cannot be stored (NUL); take it out.",
    ),
}

ALIASES = "organisation_slug,name,form\n"

BAD_FILES = {
    "a missing column": (
        "organisation_slug,name\nadur,Adur",
        "aliases.csv, line 1, column form: the column is missing",
    ),
    "an unknown column": ("organisation_slug,name,form,colour", "line 1, column colour: no such column is known"),
    "a column twice": ("organisation_slug,name,form,name", "line 1, column name: the column occurs twice; keep one."),
    "too few cells": (ALIASES + "adur,Adur", "line 2: it has 2 cells where the first line names 3 columns"),
    "another encoding": (
        ALIASES + "adur,Ad\udcfcr",
        "line 2: it is not UTF-8 text from here on; save the file as UTF-8.",
    ),
    "a cut in the middle": (ALIASES + 'adur,"Adur', "aliases.csv, line 2: it is not a line of CSV"),
    "nothing": ("", "aliases.csv: it is empty; its first line names the columns organisation_slug, name, form."),
}


@pytest.mark.django_db
class TestRefusing:
    @pytest.mark.parametrize("what", BAD_CELLS)
    def test_a_cell_that_cannot_be_right_is_refused_and_named(self, folder: Folder, what: str) -> None:
        file, first_cells, column, value, said = BAD_CELLS[what]
        line = folder.put(file, first_cells, column, value)
        assert f"{file}, line {line}, column {column}: {said}" in folder.refusal()

    @pytest.mark.parametrize("what", BAD_FILES)
    def test_a_file_that_cannot_be_read_is_refused_in_words(self, folder: Folder, what: str) -> None:
        content, said = BAD_FILES[what]
        (folder.path / "aliases.csv").write_bytes(content.encode("utf-8", "surrogateescape"))
        assert said in folder.refusal()

    def test_a_missing_file_is_refused(self, folder: Folder) -> None:
        (folder.path / "aliases.csv").unlink()
        assert "aliases.csv: it cannot be read" in folder.refusal()

    def test_a_predecessor_that_ended_on_another_day_is_refused(self, folder: Folder) -> None:
        folder.put("organisations.csv", "allerdale", "end_date", "2023-03-30")
        assert "the last day of “allerdale” is 2023-03-30; it must be the day before." in folder.refusal()

    def test_a_successor_before_its_predecessor_is_refused(self, folder: Folder) -> None:
        folder.put("organisations.csv", "surrey", "start_date", "2030-01-01")
        assert "column date: “surrey” begins only on 2030-01-01." in folder.refusal()

    def test_every_problem_is_named_and_the_first_fifty_are_shown(self, folder: Folder) -> None:
        rows = folder.rows("email_domains.csv")
        folder.write("email_domains.csv", [rows[0], *([slug, "none", *rest] for slug, _, *rest in rows[1:61])])
        folder.put("organisations.csv", "adur", "kind", "parish")
        message = folder.refusal()
        assert message.count("is not an email domain") == 50
        assert message.endswith("… and 11 more.")

    def test_a_code_that_the_directory_gives_to_another_organisation_is_refused(self, folder: Folder) -> None:
        load()
        folder.put("organisations.csv", "hackney", "slug", "hackney-council")
        for file in ("aliases.csv", "email_domains.csv"):
            text = (folder.path / file).read_text(encoding="utf-8")
            (folder.path / file).write_text(text.replace("\nhackney,", "\nhackney-council,"), encoding="utf-8")
        assert "column gss_code: in the directory E09000012 belongs to “hackney”." in folder.refusal()
