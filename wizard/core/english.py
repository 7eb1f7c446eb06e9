"""Whether a text seems to be English, judged by its short common words alone. It reads nothing else."""

from collections.abc import Sequence
from decimal import Decimal

LEAST = Decimal("0.1")
"""Share of common English words in an English text: our own line, most have three times that."""
_COMMON_WORDS = """
    a about all an and any are as at be been but by can could day days do does each for from full get
    give good has have hello help hi hour hours how i if into is it its job just know like long looking
    make me month more must my need needed needs new no not now of on one only or our out part pay per
    please price project should simple so some someone start that the their them then there these they
    this time to today until up us very want wanted we week weekly what when which who will with within
    work would write you your
"""
_FOREIGN_WORDS = """
    de la el los las un una que y para por con del al les des et le est pour avec dans du sur nous vous
    je und der das ich ist nicht mit ein eine wir sie auf zu den von il di che sono della uma nao os em
    yang dan untuk dengan ini saya kami ang ng mga sa po ve bir bu icin ile nie jest dla hai ka ki ke
    mein ko se aur
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_FOREIGN = frozenset(_FOREIGN_WORDS.split())


def seems_english(words: Sequence[str]) -> bool:
    """Return whether words, in lower case, seem to be English: common words, and more than of others."""
    read = [word for word in words if word.isalpha()]
    common = sum(word in _COMMON for word in read)
    foreign = sum(word in _FOREIGN for word in read)
    return common > foreign and common >= LEAST * len(read)
