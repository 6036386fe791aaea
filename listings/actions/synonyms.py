"""The sector's own words, from the file and from moderators."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

from councils.models import User
from directory.history import recorded
from listings.actions.subjects import Loaded
from listings.models import SynonymGroup
from listings.models.synonyms import check_agrees

FROM_THE_FILE = ["terms", "direction", "note", "is_used"]


@recorded
def save_synonyms(*, groups: Sequence[SynonymGroup], by: User | None) -> Loaded:
    """Make the groups that came from the file as they stand in it now; `groups` have keys and agree with each other.

    What a moderator added, changed or switched off stays, and what contradicts that is left out. A group that is no
    longer among `groups` is switched off.
    """
    known = {group.key: group for group in SynonymGroup.objects.select_for_update().exclude(key="")}
    decided = list(SynonymGroup.objects.in_use().filter(is_edited=True))
    new, changed = [], []
    for group in groups:
        before = known.pop(group.key, None)
        if (before and before.is_edited) or not _agrees(group, decided):
            continue
        if before is None:
            new.append(group)
        elif _facts(before) != _facts(group):
            group.pk = before.pk
            changed.append(group)
    gone = [group for group in known.values() if group.is_used and not group.is_edited]
    for group in gone:
        group.is_used = False
    SynonymGroup.objects.bulk_create(new)
    SynonymGroup.objects.bulk_update([*changed, *gone], FROM_THE_FILE)
    return Loaded(len(new), len(changed) + len(gone), len(groups) - len(new) - len(changed))


@recorded
def save_synonym_group(*, group: SynonymGroup, by: User) -> SynonymGroup:
    """Save what a moderator decided about a group; loading the file leaves it alone from then on."""
    group.is_edited = True
    group.save()
    return group


def _agrees(group: SynonymGroup, others: Iterable[SynonymGroup]) -> bool:
    try:
        check_agrees(group, others)
    except ValidationError:
        return False
    return True


def _facts(group: SynonymGroup) -> list[object]:
    return [getattr(group, name) for name in FROM_THE_FILE]
