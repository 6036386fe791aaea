"""Answering somebody who is interested: on the page of the conversation, and by the link in a mail."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, can
from collaboration.actions.interest.moves import answer
from collaboration.actions.refused import TooMany, Unsuitable
from collaboration.answers import Answer
from collaboration.conversation import said_in
from collaboration.interest_forms import AnswerForm
from collaboration.interest_links import LINK_LASTS, Linked, linked_by
from collaboration.models import Interest
from collaboration.views.interest.access import back_to, conversation_page, interest_of
from collaboration.wording import ASK_OTHERS, end_in_words, next_step, title_for
from councils.kept_text import RequestWithText, keeps_text
from listings.actions.partners import PartRefused
from listings.views.entries import GET_OR_POST
from listings.views.reviewing import NOT_FOUND, kept_to_oneself

SAID = {
    Answer.TALK: "Your answer is sent: let’s talk. {who} gets an email, and it is their turn now.",
    Answer.LATER: "Your answer is sent: later. {who} gets an email, and we remind you when the month comes.",
    Answer.NO: "Your answer is sent: not now. {who} gets an email with your reason.",
}
ANSWERS = {
    Interest.State.TALKING: "let’s talk",
    Interest.State.LATER: "later",
    Interest.State.DECLINED: "not now",
}
"""The answer that a conversation shows, as long as nothing else came after it."""


@keeps_text
@require_http_methods(GET_OR_POST)
def answer_here(request: RequestWithText, pk: int) -> HttpResponse:
    """Answer somebody who is interested, for those who answer for the entry."""
    interest = interest_of(request, pk)
    if not can(request.user, Action.ANSWER, interest):
        raise PermissionDenied
    form = AnswerForm(request.POST if request.method == "POST" else request.kept_text)
    if request.method != "POST":
        return conversation_page(request, interest, answer_form=form) if form.is_bound else redirect("interest", pk)
    if form.is_valid():
        try:
            answer(interest=interest, by=request.user, **form.answered())
        except PartRefused as refused:
            form.add_error(field_of(refused), str(refused))
            interest.refresh_from_db()
        else:
            messages.success(request, SAID[Answer(form.cleaned_data["answer"])].format(who=interest.who))
            return back_to(request, interest)
    return conversation_page(request, interest, answer_form=form)


@require_http_methods(GET_OR_POST)
@never_cache
def answer_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Show what somebody wrote to the reader of a mail, who answers it here without signing in; once answered, how.

    Looking at it changes nothing. The link is for this reader and this interest alone.
    """
    linked = linked_by(token)
    if linked is None or not may_still_answer(linked):
        context = {"days": LINK_LASTS.days}
        return kept_to_oneself(render(request, "joining/interest/no_such_link.html", context, status=NOT_FOUND))
    # Who belongs to the council no more sees what became of their answer, and not the messages.
    linked = linked._replace(is_open=linked.is_open and can(linked.reader, Action.ANSWER, linked.interest))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not linked.is_open and not form["line"].value():
        return kept_to_oneself(redirect("interest-by-mail", token))
    if request.method == "POST" and linked.is_open and form.is_valid():
        try:
            answer(interest=linked.interest, by=linked.reader, **form.answered())
        except PartRefused as refused:
            form.add_error(field_of(refused), str(refused))
            linked = linked_by(token) or linked
        else:
            return kept_to_oneself(redirect("interest-by-mail", token))
    return kept_to_oneself(render(request, "joining/interest/by_mail.html", by_mail(linked, form)))


def field_of(refused: PartRefused) -> str | None:
    """Return the field of the answer that a refusal is about: the line that was typed, or none of them."""
    return "line" if isinstance(refused, TooMany | Unsuitable) else None


def may_still_answer(linked: Linked) -> bool:
    """True while the reader of a mail may answer for the entry: or has, and looks at what became of it."""
    interest, reader, _ = linked
    return can(reader, Action.ANSWER, interest) or interest.answered_by_id == reader.pk


def by_mail(linked: Linked, form: AnswerForm) -> dict[str, object]:
    """Return what the page of a link shows: the message, while it can be answered, and else only where it stands."""
    interest, is_yours = linked.interest, linked.interest.answered_by_id == linked.reader.pk
    standing = next_step(interest, "owners") if interest.is_open else end_in_words(interest)
    return {
        "interest": interest,
        "listing": interest.listing,
        "reader": linked.reader,
        "title": title_for(interest, "owners"),
        "is_open": linked.is_open,
        "answered": answered_in_words(interest, is_yours=is_yours),
        "is_yours": is_yours,
        "said": said_in(interest, linked.reader) if linked.is_open else [],
        "standing": standing,
        "answer_form": form,
        "not_sent": "" if linked.is_open else form["line"].value() or "",
    }


def answered_in_words(interest: Interest, *, is_yours: bool) -> str:
    """Return which answer was given by a link, as the heading of its page; what is no answer is said below it."""
    given = ANSWERS.get(Interest.State(interest.state))
    if given is None:
        return "This is settled"
    if interest.reason == ASK_OTHERS and given == "not now":
        given = "somebody else would be better to ask"
    if given == "later" and interest.later_month:
        given = f"later, in {date_format(interest.later_month, 'F Y')}"
    return f"{'Your answer is sent' if is_yours else 'This is answered'}: {given}"
