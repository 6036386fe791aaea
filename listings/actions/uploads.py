"""Importing a file that a moderator has uploaded: kept, looked at, and then imported exactly as it was looked at."""

import io

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from councils.models import User
from directory.history import recorded
from listings.imports.mapping import LAYOUTS
from listings.imports.report import Report
from listings.imports.run import import_entries
from listings.models import ImportUpload


class ImportRefused(Exception):
    """The file cannot be imported; the text is a sentence for the person who wants it."""


class PlanChanged(Exception):
    """Importing now would do something else than what the person agreed to: `report` says what. Nothing was written."""

    def __init__(self, report: Report) -> None:
        super().__init__("The directory has changed since you looked.")
        self.report = report


@recorded
def keep_upload(*, kind: str, file_name: str, content: str, by: User) -> ImportUpload:
    """Keep a file, so that what was looked at is what is imported. The same file sent again is the same upload."""
    same = ImportUpload.objects.filter(kind=kind, content=content, uploaded_by=by, imported_at=None).first()
    return same or ImportUpload.objects.create(kind=kind, file_name=file_name, content=content, uploaded_by=by)


def what_would_change(*, upload: ImportUpload, by: User) -> Report:
    """Return what importing a file would do now, and write nothing.

    Raises UnreadableFileError, with a sentence, when the file as a whole cannot be used.
    """
    return _run(upload, by, dry_run=True)


@recorded
def import_upload(*, upload: ImportUpload, agreed: str, by: User) -> Report:
    """Import a file, once, if that does what the person agreed to: `agreed` is the fingerprint of that report.

    Raises ImportRefused when it was imported before, PlanChanged when the directory has changed so that something else
    would be written, and UnreadableFileError when the file as a whole cannot be used. Then nothing is written.
    """
    upload = ImportUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.imported_at:
        when = date_format(localtime(upload.imported_at), "j F Y, H:i")
        raise ImportRefused(f"This file was imported already: {when}. Nothing was done twice.")
    report = _run(upload, by, dry_run=False)
    if report.fingerprint != agreed:
        report.is_written = False
        raise PlanChanged(report)
    upload.imported_at = timezone.now()
    upload.save(update_fields=["imported_at"])
    return report


def _run(upload: ImportUpload, by: User, *, dry_run: bool) -> Report:
    file = io.BytesIO(upload.content.encode())
    return import_entries(file, upload.file_name, LAYOUTS[upload.kind], dry_run=dry_run, by=by)
