"""What a typed text may give away of a person: an address, a link, a number. A guess, for a gentle warning.

It never refuses or changes a text. Each pattern reads a long text once.
"""

import re

_E_MAIL = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")
_LINK = re.compile(
    r"://|\bwww\.|(?<=[^\W_])(?<!asp)\.(?:com|net|org|io|me|co|biz|info|app|dev|page|link|gg|ly|gl)\b",
    re.IGNORECASE,
)
_DAY_OR_TIME = re.compile(
    r"(?<!\d)(?<!\d[./-])"
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{1,2}:\d{2})"
    r"(?!\d|[./-]\d)"
)
_DIGITS = re.compile(r"\+?\d[\d\N{NO-BREAK SPACE} ()./-]{5,}")
_AT_HOME = 9
"""Digits of a phone number; a sum or the number of a ticket has fewer."""
_ABROAD = 7
"""Digits of a phone number after a plus sign."""


def warns(text: str) -> tuple[str, ...]:
    """Return what a text seems to hold that is better not kept or shown: ``e_mail``, ``link``, ``phone``."""
    seems = {
        "e_mail": bool(_E_MAIL.search(text)),
        "link": bool(_LINK.search(text)),
        "phone": any(_is_phone(found[0]) for found in _DIGITS.finditer(_DAY_OR_TIME.sub("x", text))),
    }
    return tuple(name for name, is_there in seems.items() if is_there)


def _is_phone(run: str) -> bool:
    digits = sum(letter.isdecimal() for letter in run)
    return digits >= (_ABROAD if run.startswith("+") else _AT_HOME)
