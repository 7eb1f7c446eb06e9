"""The job-post check: marks signs of trouble in a pasted post, and says why, what to ask and how to say no.

What the signs are stands in `jobpost`. The text is only shown again: it is kept nowhere and is in no figure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from wizard import jobpost
from wizard.core import marks, money
from wizard.core.form import Field, Form
from wizard.core.report import Block, Draft, Figure, Heading, Marked, Piece, Report, Say
from wizard.core.words import Quote, Spans
from wizard.tools.model import Asked, Tool, plain

FORM = Form(
    (
        Field("post", "long", needed=True, kept=False),
        Field("budget", "money"),
        Field("hours", "number", least=1, most=10_000),
        Field("own", "money"),
    )
)
STANDS_ON: Mapping[str, tuple[str, ...]] = {
    "pay_first": ("conduct.pay_to_work", "conduct.forbidden_purchases"),
    "papers": ("accounts.identity_check", "conduct.account_sharing"),
    "outside": ("conduct.outside_payment", "conduct.outside_no_protection"),
    "breaks_rules": ("conduct.forbidden_jobs", "conduct.forbidden_list"),
    "free_work": ("conduct.free_test", "conduct.free_allowed"),
    "start_now": ("conduct.start_before_contract", "milestones.only_deposited"),
    "contact": ("conduct.contact_before",),
    "stars": ("conduct.feedback_trade",),
    "pay_later": ("milestones.only_deposited", "bonus.not_protected"),
    "unlimited": ("milestones.changes_reset",),
    "low_pay": (),
    "high_pay": ("conduct.warning_signs",),
    "hurry": ("milestones.wait_for_funding",),
    "vague": ("conduct.warning_signs",),
    "no_list": ("conduct.warning_signs",),
    "no_deadline": (),
}
"""Facts that are quoted for a sign or a gap; without any it is our own judgement, and that is said."""
IN_WIZARD: Mapping[str, str] = {
    **dict.fromkeys(("pay_first", "papers", "outside", "breaks_rules", "free_work", "start_now"), "strong"),
    **dict.fromkeys(("low_pay", "high_pay", "hurry"), "small"),
    **dict.fromkeys(("vague", "no_list"), "list"),
}
"""What a sign is in the question `job_signs` of the wizard: strong, small, or the one small sign of both."""
_STOP = frozenset(sign.id for sign in jobpost.SIGNS if sign.weight == "stop")
_SEVERAL = 3
"""Small signs that make the top band of `job_signs`."""
_MANY = 3
"""Questions that are too many for one message."""
_SHOWN = 3
"""Places that are repeated beside a sign; the text itself shows all."""
_LONGEST = 80
"""Characters of a repeated place."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Sums:
    """What was typed about money, in USD and hours; None where nothing was."""

    budget: Decimal | None
    hours: Decimal | None
    own: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        """USD an hour, before the fee."""
        return self.budget / self.hours if self.budget and self.hours else None

    @property
    def low(self) -> bool:
        """Whether the budget pays less an hour than the reader's own."""
        return self.rate is not None and self.own is not None and self.rate < self.own


def work(asked: Asked) -> Report:
    """Return the signs and gaps of a post, each with its reason and a question."""
    post = str(asked.values["post"])
    sums = _Sums(*(_decimal(asked, field) for field in ("budget", "hours", "own")))
    checked = jobpost.check(post, sums.own)
    signs = tuple(
        sign.id for sign in jobpost.SIGNS if sign.id in checked.signs or (sign.id == "low_pay" and sums.low)
    )
    gaps = tuple(gap for gap in checked.gaps if not (gap == "no_list" and "vague" in signs))
    pieces = marks.parts(post, checked.found, tuple(sign.id for sign in jobpost.SIGNS))
    numbers = {id_: number for number, id_ in enumerate(dict.fromkeys(_ids(pieces)), 1)}
    blocks: list[Block] = [Say(_lead(asked, checked, signs, gaps), "lead"), *_beside(asked, signs, gaps)]
    blocks += _sums(asked, sums)
    if numbers:
        shown = tuple(Piece(part.text, part.ids) for part in pieces)
        blocks.append(Marked(asked.say("marked"), shown))
    for sign in signs:
        found = [post[one.start : one.end] for one in checked.found if one.id == sign]
        blocks += _sign(asked, sign, numbers.get(sign), found)
        blocks += _rates(asked, checked, sums) if sign == "low_pay" else ()
        blocks.append(_question(asked, sign))
    for gap in gaps:
        heading = Heading(asked.say("gap_heading", name=asked.say(f"name_{gap}")))
        blocks += [heading, *_why(asked, gap), _question(asked, gap)]
    if signs:
        blocks += [Heading(asked.say("no_heading")), Say(asked.say("no_why"))]
        blocks.append(Draft("no", asked.say("no_title"), (asked.say("no_first"), asked.say("no_last"))))
    blocks += _end(asked, checked, signs, gaps)
    return Report(tuple(blocks), _figures(checked, signs, gaps, sums))


def _decimal(asked: Asked, field: str) -> Decimal | None:
    value = asked.values.get(field)
    return value if isinstance(value, Decimal) else None


def _ids(pieces: tuple[marks.Part, ...]) -> Iterator[str]:
    for piece in pieces:
        yield from piece.ids


def _lead(asked: Asked, checked: jobpost.Check, signs: tuple[str, ...], gaps: tuple[str, ...]) -> Spans:
    if checked.unread:
        return asked.say(f"unread_{checked.unread}")
    if not signs:
        return asked.say(("clean", "one_gap", "two_gaps")[len(gaps)])
    heavy = [sign.id for sign in jobpost.SIGNS if sign.id in signs and sign.weight != "ask"]
    if heavy:
        others = len(signs) - len(heavy)
        line = ("heavy", "heavy_one", "heavy_more")[min(others, 2)]
        return asked.say(line, names=_names(asked, heavy), number=others)
    small = asked.say("one_small" if len(signs) == 1 else "small", number=len(signs))
    if not gaps:
        return small
    return (*small, *plain(" "), *asked.say("one_left" if len(gaps) == 1 else "left", number=len(gaps)))


def _beside(asked: Asked, signs: tuple[str, ...], gaps: tuple[str, ...]) -> Iterator[Block]:
    stops = [sign for sign in signs if sign in _STOP]
    if stops:
        yield Say(asked.say("say_no", names=_names(asked, stops)), "warning")
    if len(signs) + len(gaps) >= _MANY:
        yield Say(asked.say("ask_few"))


def _names(asked: Asked, signs: list[str]) -> Spans:
    first, *rest = (asked.say(f"name_{sign}") for sign in signs)
    spans = first
    for name in rest:
        spans = (*spans, *plain("; "), *name)
    return spans


def _sign(asked: Asked, sign: str, number: int | None, found: list[str]) -> Iterator[Block]:
    name = asked.say(f"name_{sign}")
    yield Heading(asked.say("sign_heading", name=name, number=number) if number else name)
    if found:
        places = "; ".join(f"\u201c{_short(place)}\u201d" for place in dict.fromkeys(found[:_SHOWN]))
        yield Say(asked.say("found", places=places))
    yield from _why(asked, sign)


def _short(place: str) -> str:
    line = " ".join(place.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "\u2026"


def _why(asked: Asked, id_: str) -> Iterator[Block]:
    yield Say(asked.say(f"why_{id_}"))
    for key in STANDS_ON[id_]:
        yield Say(asked.say("rule", fact=(Quote(key),), sure=asked.ledger[key].certainty), "note")
    if not STANDS_ON[id_]:
        yield Say(asked.say("rule_own"), "note")


def _question(asked: Asked, id_: str) -> Draft:
    return Draft(id_, asked.say("ask_title", name=asked.say(f"name_{id_}")), (asked.say(f"ask_{id_}"),))


def _sums(asked: Asked, sums: _Sums) -> Iterator[Block]:
    if sums.rate is not None and sums.budget and sums.hours:
        parts = {"budget": money.show(sums.budget), "hours": _plain(sums.hours), "rate": _cents(sums.rate)}
        spans = asked.say("sum_rate", **parts)
        if sums.own:
            line = "sum_low" if sums.low else "sum_enough"
            spans = (*spans, *plain(" "), *asked.say(line, own=money.show(sums.own)))
        yield Say(spans)
    elif sums.budget and sums.own:
        hours = (sums.budget / sums.own).quantize(Decimal("0.1"), ROUND_HALF_UP)
        yield Say(
            asked.say(
                "sum_hours", budget=money.show(sums.budget), own=money.show(sums.own), hours=_plain(hours)
            )
        )
    elif sums.budget or sums.hours:
        yield Say(asked.say("sum_alone"))
    if sums.rate is not None:
        yield Say(asked.say("sum_fee"), "note")


def _rates(asked: Asked, checked: jobpost.Check, sums: _Sums) -> Iterator[Block]:
    """Yield the lowest rate an hour that the post names, beside the reader's own."""
    named = [rate.amount for rate in checked.rates if rate.unit == "hour"]
    if named and sums.own and min(named) < sums.own:
        yield Say(asked.say("rate_low", rate=_cents(min(named)), own=money.show(sums.own)))


def _cents(amount: Decimal) -> str:
    """Return a sum to the cent; less than a cent is said as such."""
    rounded = amount.quantize(_CENT, ROUND_HALF_UP)
    return money.show(max(rounded, _CENT))


def _plain(number: Decimal) -> str:
    return f"{number:,f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:,f}"


def _band(ids: tuple[str, ...]) -> str:
    """Return the band that `job_signs` of the wizard gives for what was found here."""
    kinds = [IN_WIZARD[id_] for id_ in ids if id_ in IN_WIZARD]
    small = kinds.count("small") + ("list" in kinds)
    if "strong" in kinds or small >= _SEVERAL:
        return "several"
    return "few" if small else "none"


def _end(
    asked: Asked, checked: jobpost.Check, signs: tuple[str, ...], gaps: tuple[str, ...]
) -> Iterator[Block]:
    yield Heading(asked.say("end_heading"))
    yield Say(asked.say("limits"))
    if not checked.unread:
        yield Say(asked.say(f"plan_{_band((*signs, *gaps))}"))


def _figures(
    checked: jobpost.Check, signs: tuple[str, ...], gaps: tuple[str, ...], sums: _Sums
) -> Mapping[str, Figure]:
    """Ids and numbers alone: nothing of the text leaves the report."""
    return {
        "unread": checked.unread,
        "signs": " ".join(signs),
        "gaps": " ".join(gaps),
        "marks": len(checked.found),
        "band": "" if checked.unread else _band((*signs, *gaps)),
        "rate": _cents(sums.rate) if sums.rate is not None else "",
        "own": money.show(sums.own) if sums.own else "",
    }


TOOL = Tool("job_post", FORM, work)
