"""The digits of a code: made, typed, and compared with the keyed hash, which is all that is ever stored."""

import re
import secrets

from django.utils.crypto import constant_time_compare

from councils.models import SignInCode
from councils.sign_in.limits import keyed_hash

DIGITS = 8
"""26 bits, more than the 20 that ASVS 5.0, 6.5.4 asks for; five tries then hit once in 20 million."""
NOT_A_CODE = f"Enter the {DIGITS} digits from the email, such as 1234 5678"


class NotDigits(ValueError):
    """What was typed cannot be a code. `str()` is a sentence for the person who typed it."""


def new_digits() -> str:
    """Return a code that nobody can foresee."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def in_groups(digits: str) -> str:
    """Return a code as it is easiest to copy: "1234 5678"."""
    return f"{digits[:4]} {digits[4:]}"


def hash_of(digits: str, code_id: int) -> str:
    """Return what is stored of a code; the same digits have another hash in every row."""
    return keyed_hash("code", f"{code_id}:{digits}")


def read_digits(typed: str) -> str:
    """Return the digits of a code, typed with blanks and dashes or without. Raises NotDigits for anything else."""
    digits = re.sub(r"[\s\u2010-\u2015-]", "", typed)
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits):
        raise NotDigits(NOT_A_CODE)
    return digits


def is_right(digits: str, code: SignInCode) -> bool:
    """True for the digits that were mailed; never where none were. Takes as long for any digits."""
    return constant_time_compare(code.code_hash, hash_of(digits, code.pk)) and code.code_hash != ""
