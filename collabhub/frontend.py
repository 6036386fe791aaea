"""GOV.UK Frontend: which files we use, how they are told from others, and what we take out of them."""

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

VERSION = "6.6.0"
FILES = {
    "govuk-frontend.min.css": "4ab082d55047f990fc9847c3cb6583c1c2732db48c72765ae7747e5da570775f",
}
"""File name to SHA-256 of its text as released, without the source-map comment on its last line."""

NOTICE = f"""\
GOV.UK Frontend {VERSION}, https://github.com/alphagov/govuk-frontend
Changed here: the GDS Transport typeface and the royal crest are taken out, because this is not a GOV.UK site.

The MIT License (MIT)

Copyright (c) 2017 Crown Copyright (Government Digital Service)

"""


def folder() -> Path:
    """Return where the fetched files live: git-ignored, and served as static files."""
    return Path(settings.BASE_DIR) / "static" / "vendor" / "govuk-frontend"


def licence() -> str:
    """Return the text that stays with the files: their copyright, and the terms of the MIT licence."""
    terms = (Path(settings.BASE_DIR) / "LICENSE").read_text()
    return NOTICE + terms[terms.index("Permission is hereby granted") :]


def without_source_map(text: str) -> str:
    """Return a released file's text without the comment that points to its source map."""
    return re.sub(r"\n?/[/*]# sourceMappingURL=\S+( \*/)?\s*$", "", text).rstrip("\n")


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a released file's text, source map apart."""
    return hashlib.sha256(without_source_map(text).encode()).hexdigest()


def adapt(name: str, text: str) -> str:
    """Return a released file as this site serves it: no GDS Transport, no crest, no source map."""
    text = without_source_map(text)
    if name.endswith(".css"):
        text = re.sub(r"@font-face\{[^}]*\}", "", text)
        text = text.replace("GDS Transport,", "")
        text = re.sub(r"url\(/assets/images/govuk-crest\.svg\)", "none", text)
    return text


@register()
def frontend_files_are_there(**_: object) -> list[CheckMessage]:
    """Complain loudly when the styles are missing, and say which command mends it."""
    missing = [name for name in FILES if not (folder() / name).is_file()]
    if not missing:
        return []
    return [
        Error(
            f"GOV.UK Frontend is not here: {', '.join(missing)} missing from {folder()}.",
            hint="Run: python manage.py fetch_frontend",
            id="collabhub.E001",
        )
    ]
