"""What stands beside entries is taken away once its time is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from councils.daily import forget_kept_texts
from councils.models import KeptText
from listings.actions.upkeep import REVIEW_MAILS, UPLOADS
from listings.daily import tidy_entries
from listings.models import ImportUpload, Listing, ReviewMail, ReviewNotice
from tests.support.addresses.reviewing import mail_about
from tests.support.factories import make_person, make_project

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_old", [True, False])
def test_review_mails_go_after_24_months_and_uploaded_files_after_30_days(is_old: bool, capsys: Any) -> None:
    late = timedelta(hours=1) if is_old else -timedelta(hours=1)
    mail = mail_about(make_project(), make_person())
    ReviewMail.objects.filter(pk=mail.pk).update(made_at=timezone.now() - REVIEW_MAILS - late)
    uploaded_at = timezone.now() - UPLOADS - late
    ImportUpload.objects.create(kind="project", file_name="bins.csv", content="title", uploaded_at=uploaded_at)
    call_command("tidy_entries")
    number = int(is_old)
    assert capsys.readouterr().out == f"{number} review mails\n{number} uploaded files\n"
    left = [model.objects.count() for model in (ReviewMail, ReviewNotice, ImportUpload)]
    assert left == [1 - number] * 3
    assert Listing.objects.count() == 1


def test_the_worker_does_it_every_night_and_forgets_kept_texts_every_hour() -> None:
    mail = mail_about(make_project(), make_person())
    ReviewMail.objects.filter(pk=mail.pk).update(made_at=timezone.now() - REVIEW_MAILS - timedelta(days=1))
    tidy_entries(timestamp=0)
    assert not ReviewMail.objects.exists()
    for hours in (23, 25):
        kept_at = timezone.now() - timedelta(hours=hours)
        KeptText.objects.create(key_hash=f"{hours:064}", path="/", fields={}, kept_at=kept_at)
    forget_kept_texts(timestamp=0)
    assert [int(text.key_hash) for text in KeptText.objects.all()] == [23]
