"""A text as a reader typed or pasted it, without what nobody can see."""

_JOINERS = "\u200c\u200d"
"""Not printable by themselves, but Hindi, Urdu, Persian and emoji are written with them."""


def readable(text: str, *, lines: bool = False) -> str:
    """Return a text without characters that cannot be seen and with single spaces; empty if nothing is left.

    All of it becomes one line, unless `lines` keeps the breaks.
    """
    kept = _JOINERS + "\n" * lines
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(letter if letter.isprintable() or letter in kept else " " for letter in whole)
    clean = "\n".join(" ".join(line.split()) for line in seen.split("\n")).strip()
    return clean if clean.strip(_JOINERS + " \n") else ""
