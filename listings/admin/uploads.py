"""Importing in the admin: upload a file, see exactly what would change, and confirm it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from collabhub.admin import ModeratedAdmin
from collabhub.permissions import Action, can
from listings.actions.uploads import ImportRefused, PlanChanged, import_upload, keep_upload, what_would_change
from listings.admin.common import acting, not_there
from listings.imports.examples import csv_example, json_lines_example
from listings.imports.mapping import LAYOUTS
from listings.imports.reading import UnreadableFileError
from listings.imports.report import Outcome, Report
from listings.imports.words import plan_in_words
from listings.models import ImportUpload, Listing

LARGEST_FILE = 900_000
"""Bytes. The server in front takes a million for a whole form; larger files come in by command."""

EXAMPLES = {".csv": (csv_example, "text/csv"), ".jsonl": (json_lines_example, "application/jsonl")}
"""The forms in which there is a file to start from: what makes it, and its content type."""


class UploadForm(forms.Form):
    """A file of entries of one kind. Once it is valid, `content` is its text."""

    content = ""
    kind = forms.ChoiceField(
        label="The file holds",
        choices=[(Listing.Kind.PROJECT, "Projects"), (Listing.Kind.SERVICE, "Shared services")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the file holds."},
    )
    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        help_text=f"CSV or JSON Lines, saved as UTF-8; at most {LARGEST_FILE:,} bytes.",
        error_messages={"required": "Choose a file."},
    )

    def clean_file(self) -> UploadedFile:
        """Read the file. Raises ValidationError with a sentence for what is too large or no text."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                f"This file has {file.size:,} bytes, and the most is {LARGEST_FILE:,}. Split it into smaller files."
            )
        self.content = text_of(file.read())
        return file


def text_of(data: bytes) -> str:
    """Return the text that a file holds. Raises ValidationError with a sentence when it holds none."""
    if data.startswith(b"PK\x03\x04"):
        raise forms.ValidationError("This is a workbook or an archive. In the spreadsheet, save it as “CSV UTF-8”.")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise forms.ValidationError(
            f"This file is not UTF-8 text: line {line} holds something else. In a spreadsheet, save it as “CSV UTF-8”."
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise forms.ValidationError(f"Line {line} contains a null character, which cannot be kept. Remove it.")
    if not text.strip("\N{BYTE ORDER MARK} \r\n\t"):
        raise forms.ValidationError("This file is empty: there are no entries in it.")
    return text


@admin.register(ImportUpload)
class ImportUploadAdmin(ModeratedAdmin):
    """Files that were uploaded. What one would change is worked out when somebody asks, never kept."""

    list_display = ("file_name", "kind", "uploaded_by", "uploaded_at", "imported_at")
    list_filter = ("kind", ("imported_at", admin.EmptyFieldListFilter))
    list_select_related = ("uploaded_by",)
    list_per_page = 50
    search_fields = ("file_name",)
    search_help_text = "The name of a file."
    change_list_template = "admin/listings/importupload/change_list.html"

    def get_urls(self) -> list[Any]:
        """Add the files to start from."""
        example: URLPattern = path(
            "template/<str:file_name>",
            self.admin_site.admin_view(require_safe(self.example)),
            name="listings_importupload_template",
        )
        return [example, *super().get_urls()]

    def example(self, request: HttpRequest, file_name: str) -> HttpResponse:
        """Send a file to start from. Raises Http404 for a kind or form that there is not."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind, dot, form = file_name.rpartition(".")
        if kind not in LAYOUTS or dot + form not in EXAMPLES:
            raise Http404
        make, content_type = EXAMPLES[dot + form]
        headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
        return HttpResponse(make(LAYOUTS[kind]), content_type=f"{content_type}; charset=utf-8", headers=headers)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Take a file, keep it, and show what it would change."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = request.method == "POST"
        form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
        if sent and form.is_valid():
            file_name, kind = form.cleaned_data["file"].name[-200:], form.cleaned_data["kind"]
            upload = ImportUpload(kind=kind, file_name=file_name, content=form.content)
            try:
                report = what_would_change(upload=upload, by=acting(request))
            except UnreadableFileError as error:
                form.add_error("file", str(error))
            else:
                upload = keep_upload(kind=kind, file_name=file_name, content=form.content, by=acting(request))
                return self.show_plan(request, upload, report)
        return self.page(request, "upload", title="Import projects or shared services", form=form)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a file that was uploaded; when asked, what it would change now; and import it when that is confirmed."""
        upload = self.get_object(request, unquote(object_id))
        if upload is None:
            return not_there(self, request, object_id)
        if not can(request.user, Action.CHANGE, upload):
            raise PermissionDenied
        if request.method != "POST":
            return self.show_upload(request, upload)
        try:
            if agreed := request.POST.get("agreed", ""):
                return self.confirmed(request, upload, agreed)
            return self.show_plan(request, upload, what_would_change(upload=upload, by=acting(request)))
        except UnreadableFileError as error:
            messages.error(request, str(error))
            return self.show_upload(request, upload)

    def confirmed(self, request: HttpRequest, upload: ImportUpload, agreed: str) -> HttpResponse:
        """Import a file as it was looked at. Where that is not possible any more, show how things stand."""
        try:
            report = import_upload(upload=upload, agreed=agreed, by=acting(request))
        except PlanChanged as changed:
            messages.warning(
                request,
                "Nothing was imported: the directory has changed since you looked. Below is what would change now.",
            )
            return self.show_plan(request, upload, changed.report)
        except ImportRefused as refused:
            messages.warning(request, str(refused))
        else:
            self.log_change(request, upload, "Imported.")
            messages.success(request, what_was_done(report))
        return redirect("admin:listings_importupload_change", upload.pk)

    def show_upload(self, request: HttpRequest, upload: ImportUpload) -> HttpResponse:
        """Show what is known of a file."""
        return self.page(request, "upload_detail", title=upload.file_name, upload=upload, original=upload)

    def show_plan(self, request: HttpRequest, upload: ImportUpload, report: Report) -> HttpResponse:
        """Show what importing a file would change."""
        plan = plan_in_words(report, LAYOUTS[upload.kind])
        title = f"What {upload.file_name} would change"
        return self.page(request, "plan", title=title, upload=upload, original=upload, plan=plan)

    def page(self, request: HttpRequest, name: str, **context: Any) -> TemplateResponse:
        """Show one of the pages of importing."""
        common = self.admin_site.each_context(request) | {"opts": self.opts, "media": self.media}
        return TemplateResponse(request, f"admin/listings/importupload/{name}.html", common | context)


def what_was_done(report: Report) -> str:
    """Say in a sentence or two what an import did, and what it leaves to do."""
    said = [f"Imported: {report.count(Outcome.ADDED)} added, {report.count(Outcome.CHANGED)} changed."]
    lines = {line.line for line in report.lines if line.outcome is Outcome.REFUSED}
    if lines:
        said.append(f"Lines refused and left out: {', '.join(str(line) for line in sorted(lines))}.")
    if report.waiting:
        said.append(f"Names to resolve: {len(report.waiting)}.")
    return " ".join(said)
