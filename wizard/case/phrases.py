# ruff: noqa: E501 - a pattern that is broken over lines is no longer found by a search
"""Phrases that may not stand in a kind of text: the forbidden advices that no precondition can see.

The rules n1 to n13 are listed in `.github/CONTRIBUTING.md`. Patterns ignore case. They forbid advice; the part
"do not" may still warn against it.
"""

from wizard.core.lint import Phrase

IN_ADVICE = (
    Phrase(
        "n3",
        r"refund[^.]{0,60}\b(review|score|stars?|feedback)\b",
        "a refund never cleans a review or a score.",
        r"\b(not|never|no)\b",
    ),
    Phrase(
        "n4",
        r"\b(five|5)[- ]stars?|\bgood review (for|if|in return)|\bin (return|exchange) for (a |your )?(review|feedback|stars?)",
        "money, work or silence is never traded for stars.",
        r"\b(not|never|no)\b",
    ),
    Phrase(
        "n5",
        r"\b(paypal|wise|payoneer|venmo|western union|crypto|bitcoin|bank transfer|invoice (the client|them))\b"
        r"|\bpa(y|id|yment)\b[^.]{0,20}\boutside (of )?upwork (is fine|works|instead)",
        "payment outside the platform is never advised.",
    ),
    Phrase(
        "n7",
        r"\bhidden (score|rating|mark)|private (score|rating)|remove[^.]{0,30}\b(feedback|review)\b[^.]{0,30}top rated",
        "a hidden score and Top Rated removal do not exist today.",
    ),
    Phrase(
        "n9", r"\bpenalty\b|\blate fee\b|\bor else\b|\blast warning\b", "no own penalties and no threats."
    ),
    Phrase(
        "n10",
        r"\b(open|silent|idle|inactive|ghost) contracts?\b[^.]{0,40}\b(hurts?|lowers?|drains?|damages?)\b"
        r"|\bclos\w+[^.]{0,30}\b(protects?|helps?|raises?|saves?)\b[^.]{0,20}\bscore",
        "neither closing nor leaving a silent contract moves the score.",
        r"\b(no rule|not|no page)\b",
    ),
    Phrase(
        "n11",
        r"\b(publish|post|share)\b[^.]{0,40}\b(client's (name|data|mail)|private messages|screenshots? of (the )?messages) (publicly|online)",
        "client data and private messages are never published.",
    ),
    Phrase(
        "n12",
        r"\b(empty|blank|dummy|placeholder) (file|submission|document)",
        "an empty submission is never advised.",
    ),
    Phrase(
        "n13",
        r"\byou will (win|get (it|your money|the money) back)|\bguarantee[sd]?\b(?! of)|don't worry|do not worry|\bfor certain\b"
        r"|upwork will protect|nothing can happen",
        "no result is promised.",
    ),
    Phrase(
        "tone",
        r"\bred flags?\b|\bscam|\bplay hardball|\bfire (a|the|your) client|\band/or\b|\betc\b",
        "no idioms.",
    ),
)

IN_LETTERS = (
    *IN_ADVICE,
    Phrase(
        "letter",
        r"\b(reviews?|stars?|score|rating|feedback|jss)\b",
        "a message to a client never speaks of reviews, stars or the score.",
    ),
    Phrase(
        "letter",
        r"\b(unacceptable|as per|immediately|urgent\w*|finally|lawyer|legal|court|sue|liable|breach|report you|or else|"
        r"escalate|consequences|penalt\w+|fees?|you failed|you did not|you never|scam)\b",
        "a message to a client holds no threat, blame, fee or legal word.",
    ),
)

IN_TICKETS = (
    *IN_ADVICE,
    Phrase(
        "ticket",
        r"\b(unacceptable|scam\w*|liar|thief|stole|fraudster|demand)\b",
        "a text for Upwork states facts only.",
    ),
)
