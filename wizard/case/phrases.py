# ruff: noqa: E501 - a pattern that is broken over lines is no longer found by a search
"""Phrases that may not stand in a kind of text: the forbidden advices that no precondition can see.

The rules n1 to n13 are listed in `.github/CONTRIBUTING.md`. Patterns ignore case and are read sentence by sentence;
a sentence that denies or refuses may name what it warns against.
"""

from wizard.core.lint import Phrase, Phrases

_DENIES = r"\b(not|never|no|nobody|cannot|nothing|refuse\w*|without|whether)\b"

IN_ADVICE = (
    Phrase(
        "n3",
        r"\b(refund\w*|(pay|give|paying|giving)\b[^.]{0,20}\bback|money back|return (the )?(payment|money))\b[^.]{0,80}\b(reviews?|scores?|stars?|feedback|ratings?)\b",
        "a refund never cleans a review or a score.",
        _DENIES,
    ),
    Phrase(
        "n4",
        r"\b(five|5)[- ]stars?|\bin (return|exchange) for\b[^.]{0,40}\b(reviews?|feedback|stars?|ratings?)\b|\btrade\b[^.]{0,50}\b(reviews?|feedback|stars?|ratings?)\b"
        r"|\b(good|positive|better) (review|rating|feedback)\b[^.]{0,40}\b(gets?|brings?|earns?|if|for|in return)\b",
        "money, work or silence is never traded for stars.",
        _DENIES,
    ),
    Phrase(
        "n5",
        r"\b(paypal|wise|payoneer|skrill|revolut|venmo|western union|crypto\w*|bitcoin|bank (transfer|details|account))\b|\binvoice (the client|them|him|her)\b"
        r"|\bpa(y|ys|id|ying|yment|yments)\b[^.]{0,40}\boutside( of)? upwork|\boutside( of)? upwork\b[^.]{0,20}\bpa(y|id|yment)\b",
        "payment outside the platform is never advised.",
        rf"{_DENIES}|\b(wants|offers|asks|breaks the rules)\b",
    ),
    Phrase(
        "n7",
        r"\b(hidden|secret|private)\b[^.]{0,25}\b(scores?|ratings?|marks?|questions?|feedback)\b|\btop rated\b[^.]{0,60}\bremov\w+|\bremov\w+[^.]{0,60}\btop rated",
        "a hidden score and Top Rated removal do not exist today.",
        rf"{_DENIES}|\b(ended|was|were|older|until)\b",
    ),
    Phrase(
        "n9",
        r"\bpenalt(y|ies)\b|\blate fee\b|\bsurcharge|\bor else\b|\b(last|final) warning\b|\bthreaten\b",
        "no own penalties and no threats.",
        _DENIES,
    ),
    Phrase(
        "n10",
        r"\b(open|silent|idle|inactive|ghost|old) contracts?\b[^.]{0,60}\b(hurts?|lowers?|drains?|damages?|drags?)\b|\bdrags? (your|the) score"
        r"|\b(clos(e|es|ing)|end(s|ing)?) (it|the|a|this)\b[^.]{0,50}\b(protects?|helps?|raises?|saves?)\b[^.]{0,20}\bscore|\b(leav|keep)(e|ing)? (it|them|the contract) open\b[^.]{0,40}\bscore",
        "neither closing nor leaving a silent contract moves the score.",
        r"\b(no rule|no page|not|never)\b",
    ),
    Phrase(
        "n11",
        r"\b(publish|post|share|tell)\b[^.]{0,60}\b(publicly|online|forums?|social media|other freelancers)\b",
        "client data and private messages are never published.",
        _DENIES,
    ),
    Phrase(
        "n12",
        r"\b(empty|blank|dummy) (files?|submissions?|documents?)\b|\bplaceholder\b|\bnothing attached\b",
        "an empty submission is never advised.",
        r"\b(not|never|no)\b",
    ),
    Phrase(
        "n13",
        r"\byou will (certainly |surely |always )?(win|be paid|get (it|paid|(your|the) money))\b|\bguarantee[sd]?\b|\b(don't|do not) worry\b|\bfor certain\b"
        r"|\bupwork will protect|\bnothing can happen|\byou cannot lose\b|\bsafe in any case\b",
        "no result is promised.",
        r"\b(nobody can promise|no guarantee|not a guarantee|not guarantee)\b",
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
        r"\b(reviews?|stars?|score|ratings?|feedback|jss)\b",
        "a message to a client never speaks of reviews, stars or the score.",
    ),
    Phrase(
        "letter",
        r"\b(unacceptable|as per|immediately|urgent\w*|finally|lawyer|legal|court|sue|liable|breach|report you|or else|escalate|consequences|further steps|penalt\w+|fees?|scam)\b"
        r"|\byou (failed|did not|never|have ignored|ignored)\b|\byour fault\b|\boutside upwork\b",
        "a message to a client holds no threat, blame, fee or legal word.",
    ),
)

IN_REVIEWS = (
    *IN_ADVICE,
    Phrase(
        "public",
        r"\b(liar|lie[sd]?|lying|thief|stole|scam\w*|fraud\w*|crook|idiot|stupid|crazy|worst|awful|horrible|toxic|rude|dishonest|never work with)\b",
        "a public text states facts and insults nobody.",
    ),
    Phrase(
        "public",
        r"\b(e-mail address|phone|telegram|whatsapp|refund\w*|dispute\w*|lawyer|court|police|report(ed)? (you|him|her|them))\b|@|https?:",
        "a public text holds no private data, no money quarrel and no threat.",
    ),
)

IN_CLAUSES = (
    *IN_ADVICE,
    Phrase(
        "clause",
        r"\b(penalt\w+|late fee|surcharge|interest on|liable|liability|indemnif\w+|court|sue|lawyer|reviews?|stars?|feedback|score)\b",
        "a clause says what is done for which price: no penalty, no law, no review.",
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

PHRASES = Phrases(
    advice=IN_ADVICE, letters=IN_LETTERS, tickets=IN_TICKETS, reviews=IN_REVIEWS, clauses=IN_CLAUSES
)
