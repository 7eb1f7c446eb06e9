"""Phrases of a contract text that two people can read in two ways, or that no contract text should hold.

A table of signs with their patterns, and where each is found. Why it matters and what to ask are words.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

_NUMBERS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty thirty forty fifty sixty hundred thousand dozen"""
_MANY = (
    r"(?:some|several|various|multiple|numerous|many|(?:a )?few|a couple of|a number of|a bit of|lots? of)"
)
_BEGIN, _END = r"(?:\b|(?=\W))", r"(?:\b|(?<=\W))"
"""Around a sign: no letter of the same word."""
_PURSES = "(?:pay ?pal|payoneer|venmo|skrill|western union|bitcoin|usdt|crypto|cash|(?:bank|wire) transfer)"
_WORK = r"(?:changes?|edits?|corrections?|tweaks?|fix(?:es)?|updates?|adjustments?|revisions?|tasks?|jobs?)"


@dataclass(frozen=True, slots=True)
class Sign:
    """One kind of open wording: whole words, and phrases as patterns; both ignore case."""

    id: str
    words: str = ""
    phrases: tuple[str, ...] = ()
    counted: bool = False
    """Whether the words are things that need a number beside them."""
    always: bool = False
    """Whether it is vague in a list of what is left out, too."""
    never: bool = False
    """Whether it may stand in no contract at all, however exactly it is written."""


def _whole(words: str) -> str:
    """Return a pattern for any of some words that are written with blanks between them."""
    return "|".join(words.split())


_NUMBER = rf"(?:\d[\d.,]*|{_whole(_NUMBERS)})"

SIGNS = (
    Sign(
        "outside",
        "",
        (
            rf"(?:paid|pays?|payments?|bonus|invoice|transfer|the rest|money)\b[^.,;\n]{{0,30}}\b{_PURSES}",
            r"(?:talk|chat|call|meet|speak|write|message|contact)\w*\b[^.,;\n]{0,20}\b(?:whatsapp|telegram|skype)",
            r"outside (?:of )?upwork",
        ),
        never=True,
    ),
    Sign("penalty", "penalty penalties surcharge", (r"late fees?", r"(?:a|pays?) fine\b"), never=True),
    Sign(
        "review",
        "",
        (
            r"(?:five|5)[- ]stars?",
            r"(?:good|positive|great|nice) (?:reviews?|feedback|ratings?)",
            r"reviews? (?:of|for|about) (?:me|you)",
        ),
        never=True,
    ),
    Sign(
        "as_needed",
        "",
        (
            (
                r"(?:as|if|when|where|whenever|wherever) (?:it is |they are )?"
                r"(?:needed|required|necessary|requested|asked|appropriate|applicable)"
            ),
            r"as you (?:like|wish|want|see fit)",
            r"on (?:demand|request)",
        ),
        always=True,
    ),
    Sign(
        "and_so_on",
        "etc",
        (
            r"and so (?:on|forth)",
            r"and (?:much )?more(?! than)",
            r"and (?:others?|similar|such|the like|the rest|things like that|everything else|all that)",
            r"or (?:something )?(?:similar|like that)",
            r"among other things",
            r"\.\.\.",
            r"\u2026",
        ),
        always=True,
    ),
    Sign(
        "until_happy",
        "",
        (
            (
                r"(?:un)?till?\b[^.,;\n]{0,40}\b(?:happy|satisfied|pleased|perfect|loves?|likes?|approved?|approves"
                r"|right|content|ok|okay|good|fine)"
            ),
            r"(?:client|customer|full|your|my|his|her|their)(?:'s)? satisfaction",
            r"satisfaction (?:is )?guaranteed",
        ),
    ),
    Sign(
        "unlimited",
        "unlimited endless infinite limitless unrestricted forever lifetime",
        (
            r"as many\b[^.,;\n]{0,30}\bas",
            r"(?:any|no) (?:number|limit|amount)",
            r"without (?:a |any )?limits?",
        ),
    ),
    Sign(
        "taste",
        """modern beautiful beautifully nice nicely elegant sleek stylish attractive stunning amazing
        awesome gorgeous great perfect perfectly creative unique fresh trendy cool appealing pretty
        minimalist premium luxury luxurious classy catchy engaging compelling outstanding excellent
        professional professionally wow""",
        (
            r"eye-?\s?catching",
            r"(?:world|first)[- ]class",
            r"high[- ]end",
            r"top[- ]notch",
            r"good[- ]looking",
            r"clean(?: and \w+)? (?:look|design|style|layout|code)",
        ),
    ),
    Sign(
        "no_measure",
        """intuitive robust scalable reliable secure flawless flawlessly smooth smoothly seamless
        seamlessly fast faster optimized optimised optimize optimise powerful stable efficient""",
        (
            r"(?:user|seo|mobile|search)[- ]?friendly",
            r"easy to (?:use|read|edit|understand)",
            r"(?:bug|error)[- ]free",
            r"(?:high|good|best|top)[- ]quality",
            r"well[- ](?:written|designed|structured|tested|documented)",
            r"fully (?:tested|working|functional)",
            r"works? (?:well|properly|correctly|fine)",
        ),
    ),
    Sign(
        "soon",
        "asap soon quickly urgent urgently shortly promptly immediately earliest",
        (
            r"as (?:soon|fast|quickly) as(?: possible)?",
            r"right away",
            r"(?:in|on) time",
            r"in (?:a )?(?:timely|good time|due time|due course|no time)(?: manner)?",
            r"within (?:a )?reasonable(?: time)?",
            r"when (?:i|we) have time",
            r"(?:in|within) (?:a few|some|several|a couple of) (?:hours|days|weeks|months)",
        ),
    ),
    Sign("some", "sufficient enough", (_MANY, r"different(?= \w+s\b)"), always=True),
    Sign(
        "about",
        "approx approximately",
        (
            rf"(?:about|around|circa|ca\.|roughly|nearly)(?= {_NUMBER}\b)",
            r"more or less",
            r"or so",
            r"~(?= ?\d)",
            r"plus or minus",
            r"or more",
            r"at least",
        ),
    ),
    Sign("small", "", (rf"(?:small|minor|little|tiny|slight|quick|simple|basic|easy) (?:\w+ )?{_WORK}",)),
    Sign(
        "everything",
        "everything anything whatever turnkey",
        (
            (
                r"all (?:the )?(?:other |related |remaining |necessary |required )?"
                r"(?:work|tasks|things|stuff|aspects|parts|needs|issues|problems|bugs|errors|content|changes)"
            ),
            r"(?:end[- ]to[- ]end|start to finish|a (?:to|-) z)",
            (
                r"(?:full|complete|ongoing|general|technical|continuous) "
                r"(?:support|maintenance|help|assistance|service)"
            ),
            r"(?:help|assist|assistance|support) (?:with|in|for)\b(?: the)?(?: whole| entire| complete)?",
            r"(?:the|a) (?:whole|entire|complete) \w+",
            r"tak(?:e|ing) care of",
            r"work(?:ing)? on",
        ),
    ),
    Sign(
        "undecided",
        "maybe perhaps possibly potentially optional optionally tba tbc tbd might and/or",
        (
            r"we(?:'ll| will| shall)? see",
            (
                r"to be (?:decided|discussed|defined|determined|agreed|announced|confirmed|clarified)"
                r"(?: later)?"
            ),
            r"(?:decide|discuss|agree|define|clarify)(?:d|ed)? (?:it |this |that |on it )?later",
            r"later on",
            r"not sure",
            r"at (?:your|my|our|the client's) discretion",
            r"or not",
        ),
        always=True,
    ),
    Sign(
        "like_other",
        "clone",
        (
            r"similar to",
            r"(?:the )?same as",
            r"(?:just|something|looks?|(?:web)?site|app|page|shop|platform|design|style|logo|game|one) like",
            r"in the (?:style|manner) of",
            r"inspired by",
        ),
    ),
    Sign(
        "no_count",
        """animations articles banners bugs campaigns captions changes chapters clips concepts corrections
        covers creatives descriptions designs diagrams dashboards documents drafts edits emails e-mails
        endpoints episodes features fixes flyers forms graphics icons illustrations images infographics
        integrations interviews layouts leads lessons letters listings logos meetings mockups mock-ups
        newsletters pages pictures photos plugins posters posts presentations products prototypes
        renders reports revisions scenes screens scripts sections sessions sketches slides stories
        templates tests texts thumbnails translations tutorials updates variants variations versions
        videos visuals widgets wireframes""",
        counted=True,
    ),
)
"""Read from top to bottom: where two signs find the same words, the upper one marks them."""
_COUNTS = re.compile(
    rf"\b(?:{_NUMBER}|{_MANY}|each|every|both|an?|all|per|no|the|any|unlimited|endless|of|for|on|in|from|to"
    r"|with|between|across|inside|as)\b",
    re.IGNORECASE,
)
"""What stands before things that are counted, or that only say where other things belong."""
_BREAK = re.compile(r"[,;:.()\n]|\band\b|\bor\b|\bplus\b", re.IGNORECASE)
_SOURCE = (" from ", " by ")
"""Behind a thing: it comes from somebody, and is not work to count."""
_REACH = 80
"""Letters beside a thing that are looked at, so that a long text stays quick."""
_NEAR = 4
"""Words before a thing in which its number is looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a sign stands in a text: the place of its first letter, and of the first one behind it."""

    sign: str
    start: int
    end: int


def find(text: str, *, left_out: bool = False) -> tuple[Found, ...]:
    """Return what is vague in a text, in its order and never overlapping.

    In a list of what is `left_out` of a contract most signs are harmless: "no small changes" is clear.
    """
    found: list[Found] = []
    taken = bytearray(len(text))
    for sign in SIGNS:
        if left_out and not (sign.always or sign.never):
            continue
        for start, end in _places(sign, text):
            if not any(taken[start:end]):
                found.append(Found(sign.id, start, end))
                taken[start:end] = b"x" * (end - start)
    return tuple(sorted(found, key=_start))


def never(signs: Collection[str]) -> bool:
    """Tell whether one of the signs may stand in no contract."""
    return any(sign.never for sign in SIGNS if sign.id in signs)


def _start(found: Found) -> int:
    return found.start


def _places(sign: Sign, text: str) -> Iterator[tuple[int, int]]:
    for match in _compiled(sign).finditer(text):
        if not sign.counted or not _counted(
            text[max(0, match.start() - _REACH) : match.start()], text[match.end() : match.end() + _REACH]
        ):
            yield match.start(), match.end()


def _counted(before: str, after: str) -> bool:
    """Tell whether a number, or a word that makes one needless, stands beside a thing."""
    near = _BREAK.split(before)[-1].split()[-_NEAR:]
    return after.startswith(_SOURCE) or bool(_COUNTS.search(" ".join(near)))


@cache
def _compiled(sign: Sign) -> re.Pattern[str]:
    words = [re.escape(word) for word in sign.words.split()]
    return re.compile(rf"{_BEGIN}(?:{'|'.join((*sign.phrases, *words))}){_END}", re.IGNORECASE)
