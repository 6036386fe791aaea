"""Following, how often to be told, and ending either, with or without signing in."""

from django.utils import timezone

from collaboration.followed import SavedSearch
from collaboration.models import AlertSettings, Follow
from collaboration.models.following import new_feed_key
from collaboration.unsubscribing import Named
from councils.mail import one_line
from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.partners import PartRefused
from listings.models import Listing, ServiceArea

MOST_FOLLOWS = 200
"""What one person may follow: more than anybody reads, and what one mail can hold."""
Target = Listing | Organisation | ServiceArea | SavedSearch
"""What can be followed."""


class FollowRefused(PartRefused):
    """It cannot be followed; the text is a sentence for the person who tried."""


@recorded
def follow(*, target: Target, by: User) -> Follow:
    """Follow something, and return the following; the same again changes nothing.

    A person is told of what happens from the first follow on. Raises FollowRefused for an entry that is not public, a
    search that is too long to be kept, and for more than anybody follows.
    """
    settings = _locked_settings(by)
    if found := Follow.objects.of(by).filter(**columns_of(target)).first():
        return found
    if isinstance(target, Listing) and target.state != Listing.State.PUBLISHED:
        raise FollowRefused("This entry is not public, so there is nothing to be told about it.")
    if isinstance(target, SavedSearch) and target.is_too_long:
        raise FollowRefused("These are too many filters to keep. Take some away, then follow the list.")
    number = Follow.objects.of(by).count()
    if number >= MOST_FOLLOWS:
        raise FollowRefused(f"You follow {MOST_FOLLOWS} things already. Stop following some of them first.")
    if not number:
        _tell_from_now_on(settings)
    title = target.title if isinstance(target, SavedSearch) else ""
    return Follow.objects.create(user=by, title=title, **columns_of(target))


@recorded
def rename_follow(*, follow: Follow, title: str, by: User) -> None:
    """Give a follow another name; a saved search always has one, so nothing stands for the name that it has."""
    title = " ".join(one_line(title).split())
    if title or not follow.list_name:
        Follow.objects.of(by).filter(pk=follow.pk).update(title=title)


@recorded
def stop_following(*, follow_id: int, by: User) -> None:
    """Stop following something; what is not followed any more stays so."""
    Follow.objects.of(by).filter(pk=follow_id).delete()


@recorded
def choose_alerts(*, frequency: str, weekday: int, by: User, suggestions: bool | None = None) -> None:
    """Choose how often to be told, on which day, and whether of what would suit one's councils; None leaves that.

    Whoever was not told at all is told from now on.
    """
    settings = _locked_settings(by)
    if settings.frequency == AlertSettings.Frequency.NONE and frequency != AlertSettings.Frequency.NONE:
        _tell_from_now_on(settings)
    settings.frequency, settings.weekday = frequency, weekday
    settings.suggestions = settings.suggestions if suggestions is None else suggestions
    settings.save(update_fields=["frequency", "weekday", "suggestions"])


@recorded
def change_feed_address(*, by: User) -> None:
    """Give the personal feed another secret address: the one before leads nowhere from now on."""
    settings = _locked_settings(by)
    settings.feed_key = new_feed_key()
    settings.save(update_fields=["feed_key"])


@recorded
def unsubscribe(*, named: Named, by: User | None) -> None:
    """End what a link in a mail names: one follow, all digests, or suggestions. Again, it changes nothing.

    Nobody need be signed in: who has the link has the mail.
    """
    if named.follow_id is not None:
        Follow.objects.filter(pk=named.follow_id, user=named.user_id).delete()
    elif User.objects.open().filter(pk=named.user_id).exists():
        ended = {"suggestions": False} if named.is_of_suggestions else {"frequency": AlertSettings.Frequency.NONE}
        AlertSettings.objects.update_or_create(user_id=named.user_id, defaults=ended)


def settings_of(user: User) -> AlertSettings:
    """Return how often a person is told, as it is without a row of theirs where there is none."""
    return AlertSettings.objects.filter(user=user).first() or AlertSettings(user=user)


def columns_of(target: Target) -> dict[str, object]:
    """Return the columns of a follow that say what is followed."""
    if isinstance(target, SavedSearch):
        return {"list_name": target.list_name, "query": target.query}
    if isinstance(target, Listing):
        return {"listing_id": target.pk}
    return {"organisation": target} if isinstance(target, Organisation) else {"service_area": target}


# Steps of the above


def _locked_settings(user: User) -> AlertSettings:
    """Return the settings of a person, made where there are none, and kept from others until the end."""
    AlertSettings.objects.get_or_create(user=user)
    return AlertSettings.objects.select_for_update().get(user=user)


def _tell_from_now_on(settings: AlertSettings) -> None:
    settings.told_until = timezone.now()
    settings.save(update_fields=["told_until"])
