"""Is it worth it: the sums of a yes, of talks, of a dispute and of arbitration, and a fair part to offer.

Typed values into `core.stakes`, its figures into blocks. It shows sums; which way to go, the plans say.
"""

from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeGuard

from wizard.core import money, stakes
from wizard.core.form import Field, Form
from wizard.core.report import Block, Figure, Heading, Points, Report, Say, Table
from wizard.core.stakes import BANDS, Even, Way
from wizard.core.words import Spans
from wizard.tools.model import Asked, Tool, plain
from wizard.tools.quarrel import Quarrel, number, quarrel

_FIXED = ("money", ("held", "released", "unknown"))
_HELD = ("money", ("held", "unknown"))

FORM = Form(
    (
        Field("money", "choice", ("held", "released", "hourly", "unknown"), default="held"),
        Field("sum", "money", needed=True),
        Field("offer", "money", least=0),
        Field("chance", "choice", ("low", "even", "good", "unknown"), default="unknown"),
        Field("value", "money"),
        Field("fee", "money", only=_FIXED),
        Field("service_fee", "number", least=0, most=50),
        Field("done", "number", least=0, most=100_000, only=_HELD),
        Field("of", "number", default="100", least=1, most=100_000, only=_HELD),
        Field("useful", "choice", ("all", "some", "none", "unknown"), default="unknown", only=_HELD),
        Field("hours_talk", "number", default="1", least=0, most=1_000),
        Field("hours_dispute", "number", default="2", least=0, most=1_000),
        Field("hours_arbitration", "number", default="6", least=0, most=1_000, only=_FIXED),
        Field("day_hours", "number", default="8", least=1, most=24),
    )
)


def work(asked: Asked) -> Report:
    """Return the sums for what was typed. Raises Refusal where two fields contradict each other."""
    case = quarrel(asked)
    blocks: list[Block] = [Say(_lead(case), "lead"), *_beside(case)]
    blocks += [_sums(case), _time(case), *_who(case), *_part(case), *_counted(case)]
    return Report(tuple(blocks), _figures(case))


def _lead(case: Quarrel) -> Spans:
    at_stake = case.stakes
    accept = case.sum(case.ways["accept"].best)
    if at_stake.claim == 0:
        return case.say("nothing_done")
    if at_stake.offer >= at_stake.claim:
        return case.say("enough", accept=accept)
    if at_stake.where == "released":
        first = case.say("keep", kept=case.sum(at_stake.after_fee(at_stake.claim)), accept=accept)
    else:
        first = _lead_dispute(case, accept)
    if "arbitrate" not in case.ways:
        return first
    return (*first, *plain(" "), *_lead_arbitrate(case, accept))


def _lead_dispute(case: Quarrel, accept: Spans) -> Spans:
    way, offer = case.ways["dispute"], case.stakes.offer
    if not _reached(way.even):
        return case.say("never_offer" if offer else "never", best=case.sum(way.best), accept=accept)
    if way.even.over == 0:
        return case.say("file_any")
    line = "refuse" if offer else "file"
    return case.say(line, offer=money.show(offer), accept=accept, chance=way.even.percent)


def _lead_arbitrate(case: Quarrel, accept: Spans) -> Spans:
    way = case.ways["arbitrate"]
    if _reached(way.even):
        return case.say("arbitrate", chance=way.even.percent)
    if way.best < 0:
        return case.say("arbitrate_loses", loss=money.show(-way.best))
    line = "arbitrate_never" if case.stakes.offer else "arbitrate_nothing"
    return case.say(line, best=case.sum(way.best), accept=accept)


def _reached(even: Even | None) -> TypeGuard[Even]:
    """Tell whether a win is worth more than a yes."""
    return even is not None and even.over < even.under


def _beside(case: Quarrel) -> list[Block]:
    values, at_stake = case.asked.values, case.stakes
    said: list[Block] = [Say(case.say("dates"), "warning")]
    if values["money"] == "unknown":
        said.append(Say(case.say("unknown_money"), "note"))
    dispute = case.ways["dispute"]
    even = dispute.even
    if at_stake.offer and even:
        accept, best = case.sum(case.ways["accept"].best), case.sum(dispute.best)
        said.append(Say(case.say("sides", accept=accept, best=best)))
    if values["chance"] == "unknown":
        said.append(Say(case.say("band_unknown")))
    elif _reached(even) and even.over:
        low, high = _percent(at_stake.chance.low), _percent(at_stake.chance.high)
        line = f"band_{even.place(at_stake.chance)}"
        said.append(Say(case.say(line, low=low, high=high, chance=even.percent)))
    if at_stake.hour:
        said.append(Say(_in_days(case)))
    return said


def _in_days(case: Quarrel) -> Spans:
    at_stake = case.stakes
    claim = at_stake.after_fee(at_stake.claim)
    spans = case.say("work", claim=case.sum(claim), days=case.told_days(claim))
    if "arbitrate" in case.ways:
        fee = case.say("work_fee", fee=money.show(at_stake.fee), days=case.told_days(at_stake.fee))
        spans = (*spans, *plain(" "), *fee, *plain(" "), *case.say("rent"))
    return spans


def _percent(share: Decimal) -> str:
    return _plain(share * 100)


def _row(case: Quarrel, way: Way) -> str:
    """Return what a way is called: without an offer a yes is to let the money go."""
    return "nothing" if way.route == "accept" and not case.stakes.offer else way.route


def _sums(case: Quarrel) -> Table:
    head = tuple(case.say(name) for name in ("way", "costs", "expected", "worst", "best"))
    rows = tuple(
        (
            case.say(f"way_{_row(case, way)}"),
            case.sum(way.costs),
            case.say("not_known") if way.worst is None else case.range(*case.average(way)),
            case.say("not_known") if way.worst is None else case.sum(way.worst),
            case.sum(way.best),
        )
        for way in case.ways.values()
    )
    return Table(case.say("sums"), head, rows)


def _time(case: Quarrel) -> Table:
    names = ["way", "hours", *(["in_days"] if case.stakes.hour else []), "lasts"]
    rows = tuple(
        (
            case.say(f"way_{_row(case, way)}"),
            plain(_plain(way.hours)),
            *((plain(case.days(way.costs)),) if case.stakes.hour else ()),
            case.say(f"lasts_{_row(case, way)}"),
        )
        for way in case.ways.values()
    )
    return Table(case.say("time"), tuple(case.say(name) for name in names), rows)


def _who(case: Quarrel) -> list[Block]:
    """Say who gets held money by who pays; of paid money no page that could be read says it."""
    if case.stakes.where != "held" or case.stakes.claim == 0:
        return []
    ends = stakes.payers(case.stakes)
    me = case.say("leaves_me", back=case.sum(ends.only_me), gone=case.sum(ends.only_me_lost))
    both = case.say("leaves_both", lost=case.sum(ends.both_lost), won=case.sum(ends.both_won))
    rows = (
        (case.say("nobody"), case.say("gets_client"), case.sum(ends.nobody)),
        (case.say("only_me"), case.say("gets_me"), me),
        (case.say("only_client"), case.say("gets_client"), case.sum(ends.only_client)),
        (case.say("both"), case.say("gets_decided"), both),
    )
    head = tuple(case.say(name) for name in ("who_pays", "who_gets", "who_leaves"))
    return [Heading(case.say("who_heading")), Table(case.say("who"), head, rows), Say(case.say("who_note"))]


def _part(case: Quarrel) -> list[Block]:
    if "done" not in case.asked.values or case.stakes.claim == 0:
        return []
    values, at_stake = case.asked.values, case.stakes
    use = str(values["useful"])
    fair = stakes.fair(at_stake, use)
    share = 100 * number(values, "done") / number(values, "of")
    percent = _plain(share.quantize(Decimal("0.1"), ROUND_HALF_UP))
    held, claim = money.show(at_stake.held), money.show(at_stake.claim)
    items = (
        case.say("part_done", percent=percent, held=held, claim=claim),
        case.say(f"part_asks_{use}", asks=money.show(fair.asks), claim=claim),
        _floor(case, fair),
        case.say("part_silent"),
        case.say("part_letter"),
    )
    return [Heading(case.say("part_heading")), Points(items)]


def _floor(case: Quarrel, fair: stakes.Fair) -> Spans:
    """Say the floor; without a chance there is none to say."""
    if case.asked.values["chance"] == "unknown":
        return case.say("part_floor_unknown")
    return case.say("part_floor", floor=money.show(fair.floor)) if fair.floor else case.say("part_no_floor")


def _counted(case: Quarrel) -> list[Block]:
    values, at_stake = case.asked.values, case.stakes
    bands = {
        name: case.say("range", low=_percent(BANDS[name].low), high=_percent(BANDS[name].high))
        for name in ("low", "even", "good")
    }
    rate = _plain(at_stake.rate)
    items = [case.say("counted_chance", **bands), case.say("counted_half")]
    if at_stake.where != "released":
        items += [case.say("counted_one"), case.say("counted_gone")]
    if "arbitrate" in case.ways:
        line = "counted_fee_own" if "fee" in values else "counted_fee_post"
        items += [case.say("counted_both"), case.say(line, fee=money.show(at_stake.fee))]
    items.append(case.say("counted_rate_own" if "service_fee" in values else "counted_rate_top", rate=rate))
    items.append(
        case.say("counted_time", hour=money.show(at_stake.hour))
        if at_stake.hour
        else case.say("counted_no_time")
    )
    items += [case.say("counted_spent"), case.say("counted_score")]
    if at_stake.where == "held":
        items += [case.say("counted_filing"), case.say("counted_review")]
    return [Heading(case.say("counted")), Points(tuple(items)), Say(case.say("more"))]


def _figures(case: Quarrel) -> dict[str, Figure]:
    at_stake = case.stakes
    claim = at_stake.after_fee(at_stake.claim)
    sums: dict[str, Decimal | None] = {"claim": claim, "fee": at_stake.fee}
    figures: dict[str, Figure] = {"rate": _plain(at_stake.rate)}
    for way in case.ways.values():
        low, high = case.average(way)
        ends = {"costs": way.costs, "low": low, "high": high, "worst": way.worst, "best": way.best}
        ends |= {"low": None, "high": None} if way.worst is None else {}
        sums |= {f"{way.route}_{name}": amount for name, amount in ends.items()}
        figures[f"{way.route}_hours"] = _plain(way.hours)
        if at_stake.hour:
            figures[f"{way.route}_days"] = case.days(way.costs)
        if way.route in ("dispute", "arbitrate"):
            figures[f"{way.route}_even"] = way.even.percent if way.even else None
    if at_stake.hour:
        figures |= {"claim_days": case.days(claim), "fee_days": case.days(at_stake.fee)}
    if at_stake.where == "held":
        ends_by_payer = asdict(stakes.payers(at_stake))
        sums |= {f"pays_{name}": amount for name, amount in ends_by_payer.items()}
    if "done" in case.asked.values:
        fair = stakes.fair(at_stake, str(case.asked.values["useful"]))
        floor = None if case.asked.values["chance"] == "unknown" else fair.floor
        sums |= {"part": at_stake.claim, "part_asks": fair.asks, "part_floor": floor}
    return figures | {name: None if amount is None else f"{amount:.2f}" for name, amount in sums.items()}


def _plain(number: Decimal) -> str:
    """Return a number without needless zeros."""
    return f"{number.normalize():f}"


TOOL = Tool("worth_it", FORM, work, {"held_sum": {"sum": ""}})
