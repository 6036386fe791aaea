"""Takes a written name apart: the place, and the words that say what sort of council it is."""

import re
import unicodedata
from dataclasses import dataclass

SAME_WORDS = {
    "saint": "st",
    "upon": "on",
    "boro": "borough",
    "beds": "bedfordshire",
    "berks": "berkshire",
    "bucks": "buckinghamshire",
    "cambs": "cambridgeshire",
    "derbys": "derbyshire",
    "glos": "gloucestershire",
    "hants": "hampshire",
    "herts": "hertfordshire",
    "lancs": "lancashire",
    "leics": "leicestershire",
    "lincs": "lincolnshire",
    "northants": "northamptonshire",
    "notts": "nottinghamshire",
    "oxon": "oxfordshire",
    "staffs": "staffordshire",
    "warks": "warwickshire",
    "wilts": "wiltshire",
    "worcs": "worcestershire",
    "yorks": "yorkshire",
    "ne": "north east",
    "nw": "north west",
    "se": "south east",
    "sw": "south west",
}
"""Words that are written in more than one way, and the way we compare them."""

FIRST_LETTERS = {"n": "north", "s": "south", "e": "east", "w": "west"}
"""A compass point as a first word: "N Yorks"."""

COUNCIL_WORDS = {"council", "councils", "cyngor", "comhairle", "corporation"}

STYLE_WORDS = {
    "county": {"county"},
    "city": {"city"},
    "borough": {"borough"},
    "district": {"district"},
    "metropolitan": {"metropolitan"},
    "met": {"metropolitan"},
    "royal": {"royal"},
    "unitary": {"unitary"},
    "authority": {"authority"},
    "combined": {"strategic"},
    "mayoral": {"strategic"},
    "strategic": {"strategic"},
    # Abbreviations stand for words of style and, but for "lb" and "rb", for "council".
    "bc": {"borough"},
    "cbc": {"county", "borough"},
    "cc": {"city or county"},
    "dc": {"district"},
    "lb": {"london", "borough"},
    "lbc": {"london", "borough"},
    "mbc": {"metropolitan", "borough"},
    "mdc": {"metropolitan", "district"},
    "rb": {"royal", "borough"},
    "ua": {"unitary"},
    "ca": {"strategic"},
    "cca": {"strategic"},
    "mca": {"strategic"},
    # Welsh, in the forms that names of councils take.
    "sir": {"county"},
    "sirol": {"county"},
    "dinas": {"city"},
    "bwrdeistref": {"borough"},
}
"""Words that say what sort of council is meant, and what they say. None of them is needed to find the place."""

LOOSE_ENDS = {"of", "the", "and", "a"}
"""Words that only hold others together: dropped from the ends of a place. "A" is Welsh for "and"."""

CITY_OF_LONDON = {"city of london", "of london"}
"""The one council whose place has no name of its own: without "City of" or "Corporation of" it would be London."""


@dataclass(frozen=True)
class WrittenName:
    """A name in its normal forms.

    `text` is every word; `place` the words that are left without those of style; `style` what the others say
    (such as "county" or "borough"); `says_council` and `is_plural` whether "council" or "councils" is among them.
    """

    text: str
    place: str
    style: frozenset[str]
    says_council: bool
    is_plural: bool

    @classmethod
    def parse(cls, name: str) -> "WrittenName":
        """Return the normal forms of `name`: case, accents, punctuation, "&" and possessives no longer differ."""
        words = words_of(name)
        text = " ".join(words)
        says_council = not COUNCIL_WORDS.isdisjoint(words)
        is_plural = "councils" in words
        if " ".join(word for word in words if word not in COUNCIL_WORDS) in CITY_OF_LONDON:
            return cls(text, "city of london", frozenset(), says_council, is_plural)
        place: list[str] = []
        style: set[str] = set()
        for position, word in enumerate(words):
            beside = {*words[max(0, position - 1) : position], *words[position + 1 : position + 2]}
            if word == "london" and "borough" in beside:
                style.add("london")
            elif word in STYLE_WORDS:
                style |= STYLE_WORDS[word]
            elif word not in COUNCIL_WORDS:
                place.append(word)
        while place and place[0] in LOOSE_ENDS:
            place.pop(0)
        while place and place[-1] in LOOSE_ENDS:
            place.pop()
        return cls(text, " ".join(place), frozenset(style), says_council, is_plural)


def words_of(name: str) -> list[str]:
    """The words of a name in one spelling, without a leading "the"."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['’‘`´.]", "", plain)
    plain = re.sub(r"[&+]", " and ", plain)
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    if words and words[0] in FIRST_LETTERS:
        words[0] = FIRST_LETTERS[words[0]]
    words = " ".join(SAME_WORDS.get(word, word) for word in words).split()
    return words[1:] if words[:1] == ["the"] else words
