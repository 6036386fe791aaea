"""Sending a review mail, once."""

from django.db import transaction
from django.utils import timezone

from councils.tasks.memberships import link
from councils.tasks.writing import write_to
from listings.models import ReviewMail
from listings.review_mails import LINK_LASTS, still_to_confirm, token_of


@transaction.atomic
def send_review_mail(*, mail_id: int) -> None:
    """Send the mail of this number about the entries in it that its reader is still to confirm, if it was not sent yet.

    The row is locked while the mail server answers, so two workers do not send it together. When the worker is killed
    between the server's answer and the commit it goes out again, under the same Message-ID. Of a mail with nothing left
    to ask no trace stays. Raises ReviewMail.DoesNotExist for a mail that was sent or is gone, and what `write_to` does.
    """
    mail = ReviewMail.objects.select_for_update(no_key=True).get(pk=mail_id, sent_at=None)
    entries = still_to_confirm(mail)
    if not entries:
        mail.delete()
        return
    stages = set(mail.notices.filter(listing__in=[one.pk for one in entries]).values_list("stage", flat=True))
    context = {
        "mail": mail,
        "entries": entries,
        "is_mixed": len(stages) > 1,
        "days": LINK_LASTS.days,
        "link": link("review", token_of(mail)),
    }
    write_to(mail.user, "review", context=context, message_id=mail.message_id)
    mail.sent_at = timezone.now()
    mail.save(update_fields=["sent_at"])
