"""Answering what a council doubts, and showing again what a moderator hid."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from collabhub.permissions import Action, can
from listings.actions.doubts import DoubtRefused, answer_doubt
from listings.actions.moderating import DecisionRefused, show_statement
from listings.admin.common import acting
from listings.admin.moderating.access import done, entry_to_moderate, for_moderators, next_in_queue, page, refused
from listings.admin.moderating.forms import AnswerForm
from listings.doubted import held_in_words
from listings.models import Decision, Doubt

SAID = {
    Doubt.Answer.PUT_BACK: "Put back in “{}”. Whoever doubted it is told.",
    Doubt.Answer.STAYS_OUT: "It stays out of “{}”. Whoever doubted it is told.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a council doubts and what was taken out, and take the answer."""
    doubt = Doubt.objects.select_related("listing", "organisation").filter(pk=pk).first()
    if doubt is None or not can(request.user, Action.ANSWER, doubt):
        raise Http404
    back = reverse("moderate-doubt", args=[pk])
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        following = next_in_queue(request, pk)
        try:
            answered = answer_doubt(doubt=doubt, by=acting(request), **form.cleaned_data)
        except DoubtRefused as error:
            return refused(request, error, back)
        return done(request, SAID[Doubt.Answer(answered.answer)].format(doubt.listing), following, back)
    title = f"{doubt.organisation} doubts “{doubt.listing}”"
    return page(request, "doubt", title, doubt=doubt, listing=doubt.listing, held=held_in_words(doubt), form=form)


@require_POST
@for_moderators
def show_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a statement again that a moderator hid."""
    decision = Decision.objects.filter(pk=pk, kind=Decision.Kind.HIDDEN).select_related("listing").first()
    if decision is None or decision.listing is None:
        raise Http404
    entry_to_moderate(request, decision.listing.pk)
    back = reverse("moderate-entry", args=[decision.listing.pk])
    try:
        show_statement(decision=decision, by=acting(request))
    except DecisionRefused as error:
        return refused(request, error, back)
    return done(request, f"Shown again in “{decision.listing}”.", None, back)
