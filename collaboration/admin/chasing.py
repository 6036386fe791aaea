"""What of people's interest waits for moderators: what nobody answers, and what somebody reported."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collabhub.permissions import Action, Visitor, allowed, can, is_moderator
from collaboration.actions.refused import InterestRefused
from collaboration.actions.reporting import answer_report, take_messages_again
from collaboration.chased import unanswered, with_who_was_asked
from collaboration.chasing_forms import ReportAnswerForm
from collaboration.models import Block, Interest
from collaboration.wording import asked_in_words
from councils.models import User
from listings.admin.common import acting
from listings.admin.moderating.access import for_moderators, page
from listings.moderation.queues import Queue, Waiting

ON_A_PAGE = 50


def _unanswered() -> QuerySet[Any]:
    return _with_leads(unanswered()).select_related("adopter")


def _reported() -> QuerySet[Any]:
    found = Interest.objects.filter(reported_at__isnull=False, report_answer="")
    return _with_leads(found).order_by("reported_at", "pk")


def _with_leads(interests: QuerySet[Any]) -> QuerySet[Any]:
    """Return interest with what a row of a queue names, in a fixed number of statements."""
    named = interests.select_related("listing", "organisation")
    return named.prefetch_related("listing__participations__organisation")


def _show(address: str, since: str) -> Callable[[Sequence[Any]], list[Waiting]]:
    """Return what shows interest as rows of a queue: on which page it is decided, which column says since when."""

    def show(interests: Sequence[Any]) -> list[Waiting]:
        return [
            Waiting(
                one.pk,
                reverse(address, args=[one.pk]),
                f"{one.who} about “{one.listing}”",
                one.listing.lead_in_words or "No lead known",
                one.get_kind_display(),
                getattr(one, since),
                _flags(one),
            )
            for one in interests
        ]

    return show


def _flags(interest: Interest) -> list[str]:
    """Return what a moderator should know of a conversation before reading it."""
    flags = [f"Due on {date_format(interest.due_on, 'j F Y')}"] if interest.due_on else []
    if interest.answered_at is None:
        flags.append("Nobody has answered at all")
    elif interest.turn:
        whose = asked_in_words(interest) if interest.turn == Interest.Side.OWNERS else interest.who
        flags.append(f"It is the turn of {whose}")
    if interest.is_from_supplier:
        flags.append("Offers to supply")
    return flags


UNANSWERED = Queue(
    "interest",
    "Messages that nobody answers",
    "Nobody has answered, although we reminded them and told their managers, or there is nobody to remind. Each stays "
    "until somebody does. "
    "Invite somebody who can answer: who joins the council sees the message and can answer at once.",
    _unanswered,
    _show("interest", "waits_since"),
)
REPORTED = Queue(
    "reports",
    "Reported conversations",
    "Somebody says that something is wrong with it. Read it, then stop it or let it go on.",
    _reported,
    _show("moderate-report", "reported_at"),
)
ADDRESSES = {UNANSWERED.key: "interest-queue", REPORTED.key: "report-queue"}


def numbers_for(visitor: Visitor) -> list[tuple[Queue, str, int]]:
    """Return each of these queues with its address and how many wait; nothing for anybody but moderators."""
    if not is_moderator(visitor):
        return []
    return [(queue, reverse(ADDRESSES[queue.key]), queue.find().count()) for queue in (UNANSWERED, REPORTED)]


@require_safe
@for_moderators
def interest_queue(request: HttpRequest) -> HttpResponse:
    """Messages that nobody answers, what waits longest first, each with who was asked and whom to invite."""
    shown = Paginator(UNANSWERED.find(), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, _flags(one.interest)) for one in with_who_was_asked(list(shown))]
    title = f"{UNANSWERED.title} ({shown.paginator.count:,})"
    return _page(request, "unanswered", title, queue=UNANSWERED, rows=rows, shown=shown)


@require_safe
@for_moderators
def report_queue(request: HttpRequest) -> HttpResponse:
    """Conversations that somebody reported, and below them the people who may write to nobody."""
    blocks = Block.objects.filter(organisation=None).select_related("user").order_by("-made_at")
    return _queue_page(request, REPORTED, blocks=allowed(request.user, Action.VIEW, blocks), is_reports=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def moderate_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a conversation that was reported and what is said to be wrong with it, and take the decision."""
    interest = Interest.objects.select_related("listing", "organisation", "sender", "adopter").filter(pk=pk).first()
    if interest is None or interest.reported_at is None or not can(request.user, Action.MODERATE, interest):
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = ReportAnswerForm(given, interest=interest, people=_people(interest), by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            answer_report(interest=interest, by=acting(request), **form.cleaned_data)
        except InterestRefused as error:
            messages.error(request, str(error))
            return redirect("moderate-report", pk)
        is_stopped = form.cleaned_data["answer"] == Interest.ReportAnswer.STOPPED
        goes_on = "It goes on" if interest.is_open else "It stays ended"
        said = "Stopped. Both sides are told." if is_stopped else f"{goes_on}. Whoever reported it is told."
        messages.success(request, said)
        return redirect("report-queue")
    title = f"Reported: {interest.who} about “{interest.listing}”"
    context = {
        "interest": interest,
        "wrote": interest.messages.select_related("author"),
        "others": _of_the_same(interest),
        "blocks": Block.objects.filter(user__isnull=False, user=interest.sender_id).select_related("organisation"),
        "keepers": asked_in_words(interest),
        "form": form,
    }
    return _page(request, "report", title, **context)


@require_POST
@for_moderators
def let_write_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody write to others again whom a moderator had kept from it."""
    blocks = allowed(request.user, Action.REMOVE, Block.objects.filter(organisation=None, pk=pk))
    take_messages_again(blocks=list(blocks), by=acting(request))
    messages.success(request, "They can write to others again.")
    return redirect("report-queue")


# Parts of the above


def _queue_page(request: HttpRequest, queue: Queue, **context: Any) -> HttpResponse:
    shown = Paginator(queue.find(), ON_A_PAGE).get_page(request.GET.get("page"))
    given = {"queue": queue, "rows": queue.show(list(shown)), "shown": shown, "blocks": [], "is_reports": False}
    return _page(request, "queue", f"{queue.title} ({shown.paginator.count:,})", **given | context)


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    answer = page(request, "queue", title, **context)
    answer.template_name = f"admin/joining/{template}.html"
    return answer


def _of_the_same(interest: Interest) -> dict[str, int]:
    """Return how many conversations the same person began, and how many of these were reported, and stopped."""
    theirs = Interest.objects.filter(sender=interest.sender_id) if interest.sender_id else Interest.objects.none()
    return theirs.aggregate(
        all=Count("pk"),
        reported=Count("pk", filter=Q(reported_at__isnull=False)),
        stopped=Count("pk", filter=Q(state=Interest.State.STOPPED)),
    )


def _people(interest: Interest) -> list[User]:
    """Return who wrote in a conversation, and still can."""
    people = User.objects.open()
    wrote = people.filter(pk__in=interest.messages.values("author")) | people.filter(pk=interest.sender_id)
    return list(wrote.distinct().order_by("pk"))
