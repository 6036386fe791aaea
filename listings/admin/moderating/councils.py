"""Whether a council's entries are public once they are sent in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, allowed
from councils.models import Organisation
from listings.actions.moderating import DecisionRefused, give_direct_publishing, take_back_direct_publishing
from listings.admin.common import acting
from listings.admin.moderating.access import done, for_moderators, page, refused
from listings.admin.moderating.forms import PublishingForm
from listings.models import Decision
from listings.moderation.reasons import in_words


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def direct_publishing(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a council the right to publish directly, or take it back with a reason."""
    moderated = allowed(request.user, Action.MODERATE, Organisation.objects.all())
    council = get_object_or_404(moderated, slug=slug)
    # What the moderator saw decides what is done: of two who press at once, the second is told.
    was_direct = request.POST.get("was_direct", str(council.publishes_directly)) == "True"
    form = PublishingForm(request.POST if request.method == "POST" else None, is_needed=was_direct)
    back = reverse("direct-publishing", args=[slug])
    if request.method == "POST" and form.is_valid():
        act = take_back_direct_publishing if was_direct else give_direct_publishing
        try:
            act(organisation=council, words=form.cleaned_data["words"], by=acting(request))
        except DecisionRefused as error:
            return refused(request, error, back)
        state = "wait for a moderator again" if was_direct else "are public once they are sent in"
        return done(request, f"Entries of {council} {state}.", None, back)
    decisions = Decision.objects.filter(organisation=council.pk).select_related("decided_by")
    shown = [{"decision": one, "reasons": in_words(one)} for one in decisions]
    return page(request, "publishing", f"How {council} publishes", council=council, form=form, decisions=shown)
