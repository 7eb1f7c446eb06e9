from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core import vague
from wizard.core.vague import SIGNS, find

# Each line stands with the signs that a careful reader marks in it.
TUNED: tuple[tuple[str, str], ...] = (
    ("Posts for Instagram, as needed", "no_count as_needed"),
    ("I update the plugin when required", "as_needed"),
    ("Extra sizes on request", "as_needed"),
    ("Logo, business card, letterhead, etc.", "and_so_on"),
    ("5 pages: home, team, contact and so on", "and_so_on"),
    ("Menu, footer, search and much more", "and_so_on"),
    ("3 emails and similar", "and_so_on"),
    ("Home, shop, blog...", "and_so_on"),
    ("Changes until you are satisfied", "no_count until_happy"),
    ("The logo is changed until it is approved", "until_happy"),
    ("Work to your satisfaction", "until_happy"),
    ("Unlimited revisions", "unlimited"),
    ("As many changes as the client wants", "unlimited"),
    ("Any number of products", "unlimited"),
    ("A modern landing page", "taste"),
    ("One eye-catching poster", "taste"),
    ("A professional, clean design", "taste taste"),
    ("A high-end video of 30 seconds", "taste"),
    ("User friendly menu", "no_measure"),
    ("1 robust and scalable API", "no_measure no_measure"),
    ("High quality photos", "no_measure no_count"),
    ("SEO-optimized text of 600 words", "no_measure"),
    ("All forms work properly", "no_measure"),
    ("First draft ASAP", "soon"),
    ("The files come as soon as possible", "soon"),
    ("Delivery in a timely manner", "soon"),
    ("Bug 7 is fixed quickly", "soon"),
    ("Some banners", "some"),
    ("Various icons for the app", "some"),
    ("A few blog posts", "some"),
    ("Several different layouts", "some some"),
    ("About 10 pages", "about"),
    ("At least two drafts", "about"),
    ("A text of 500 words, more or less", "about"),
    ("~300 product descriptions", "about"),
    ("Small changes are included", "small"),
    ("Minor text edits after delivery", "small"),
    ("Everything for the launch", "everything"),
    ("Help with the marketing", "everything"),
    ("Full support after launch", "everything"),
    ("I take care of hosting", "everything"),
    ("All related tasks", "everything"),
    ("Maybe a second language", "undecided"),
    ("Font: TBD", "undecided"),
    ("The colours are to be discussed", "undecided"),
    ("2 or 3 pages, we will see", "undecided"),
    ("A marketplace similar to Etsy", "like_other"),
    ("The design looks like Apple", "like_other"),
    ("Clone of Uber", "like_other"),
    ("Banners and icons", "no_count no_count"),
    ("3 logo drafts, banners", "no_count"),
    ("Blog articles", "no_count"),
    ("Bonus by PayPal", "outside"),
    ("We talk on WhatsApp", "outside"),
    ("Payment goes outside of Upwork", "outside"),
    ("A late fee of 10 USD per day", "penalty"),
    ("5 stars and a good review at the end", "review review"),
    # Nothing to mark: all can be checked with yes or no.
    ("3 banners, 300 x 250 pixels, PNG", ""),
    ("1 logo in SVG and PNG", ""),
    ("Ten product pages in Shopify, texts from the client's list", ""),
    ("One article of 1,200 words on bees", ""),
    ("Responsive for widths of 360, 768 and 1280 pixels", ""),
    ("A contact form with name, mail and message; it sends to one address", ""),
    ("Python script that reads the CSV file of 12 May and writes one JSON file", ""),
    ("Video of 45 seconds, 1080p, with subtitles in English", ""),
    ("Two rounds of changes; each round is one list", ""),
    ("Translation of chapters 3 to 7, 9,500 words", ""),
    ('40 hours of data entry in the sheet "Orders"', ""),
    ("Logo animation, 5 seconds, MP4 and GIF", ""),
    ("Every page has a title and a description of at most 155 characters", ""),
    ("Installation on the client's server by 12 March", ""),
    ("The about page and the shop page, as in the attached sketch", ""),
    ("A table with the 50 largest dentists in Leeds: name, phone, website", ""),
    ("Telegram bot with 5 commands", ""),
    ("PayPal checkout in the shop", ""),
    ("1 cash flow sheet for 12 months", ""),
    ("One WhatsApp button on each page", ""),
)
HELD_OUT: tuple[tuple[str, str], ...] = (
    # Written before the patterns, and not used to tune them.
    ("One landing page, adjusted where required", "as_needed"),
    ("Weekly reports, graphs and so forth", "no_count and_so_on"),
    ("I revise the text until you love it", "until_happy"),
    ("Endless revisions included", "unlimited no_count"),
    ("A sleek and elegant look", "taste"),
    ("The shop loads fast on phones", "no_measure"),
    ("Delivery at the earliest possible time", "soon"),
    ("A couple of variations of the cover", "some"),
    ("Approx. 800 words on coffee", "about"),
    ("Tiny fixes after launch are free", "small no_count"),
    ("Anything else that comes up during the launch", "everything"),
    ("Colours to be decided later", "undecided"),
    ("A booking app like Airbnb", "like_other"),
    ("Illustrations for the book", "no_count"),
    ("The rest is paid by bank transfer", "outside"),
    ("A late payment costs a fine of 5 percent per day", "penalty"),
    ("In return for a five star review I add a banner", "review"),
    ("1 logo as SVG and PNG, 3 first drafts, 2 rounds of changes", ""),
    ("Translation of the contract, 2,400 words, English to Polish", ""),
    ("One Shopify theme: home, product, cart and contact page", ""),
    ("6 product photos, 2000 x 2000 pixels, white background", ""),
    ("Bug 14 from the list is fixed: the form sends on an iPhone", ""),
    ("Twelve blog posts of 700 to 900 words each", ""),
    ("The About page gets one new picture", ""),
    ("Voice recording of the attached script, one take, WAV file", ""),
    ("4 emails for new customers, each with a subject line", ""),
    ("Opens in under 2 seconds on the test phone", ""),
    ("Support for the whole website", "everything"),
    ("Banners in various sizes", "no_count some"),
    ("Professional and beautiful slides, delivered quickly", "taste no_count soon"),
)


def _score(lines: tuple[tuple[str, str], ...]) -> tuple[float, float]:
    """Return recall and precision over all marks of some lines."""
    hits = wanted = made = 0
    for text, signs in lines:
        want, got = Counter(signs.split()), Counter(found.sign for found in find(text))
        hits += (want & got).total()
        wanted += want.total()
        made += got.total()
    return hits / wanted, hits / made


@pytest.mark.parametrize(("name", "lines"), [("tuned", TUNED), ("held out", HELD_OUT)])
def test_most_open_words_are_marked_and_few_clear_ones(name: str, lines: tuple[tuple[str, str], ...]) -> None:
    recall, precision = _score(lines)
    print(f"{name}: {len(lines)} lines, recall {recall:.3f}, precision {precision:.3f}")
    assert recall >= 0.8
    assert precision >= 0.9


def test_no_line_was_both_tuned_on_and_held_out() -> None:
    texts = [text for text, _ in (*TUNED, *HELD_OUT)]
    assert len(set(texts)) == len(texts)
    assert (len(TUNED), len(HELD_OUT)) >= (40, 20)


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: str(sign.id))
def test_every_sign_has_a_line_of_its_own_among_the_held_out(sign: vague.Sign) -> None:
    assert any(sign.id in signs.split() for _, signs in HELD_OUT)
    assert any(found.sign == sign.id for text, _ in HELD_OUT for found in find(text))


def test_a_mark_covers_the_words_and_nothing_else() -> None:
    text = "Logo, banners and so on"
    assert [text[found.start : found.end] for found in find(text)] == ["banners", "and so on"]


@pytest.mark.parametrize(
    ("text", "sign"), [("Small changes", "small"), ("Endless edits", "unlimited"), ("all bugs", "everything")]
)
def test_words_of_two_signs_are_marked_once_by_the_upper_one(text: str, sign: str) -> None:
    assert [found.sign for found in find(text)] == [sign]


@pytest.mark.parametrize(
    "text",
    ["small changes", "a modern look", "photos", "everything else", "a site like Etsy", "unlimited rounds"],
)
def test_what_is_left_out_may_be_wide(text: str) -> None:
    assert find(text)
    assert find(text, left_out=True) == ()


@pytest.mark.parametrize(
    "text", ["texts and so on", "various languages", "hosting, if needed", "payment in cash"]
)
def test_a_list_of_what_is_left_out_may_not_be_open(text: str) -> None:
    assert find(text, left_out=True)


@pytest.mark.parametrize(
    "text",
    ["3 banners", "three new banners", "each of the pages", "banners from the client", "a set of icons"],
)
def test_a_thing_is_counted_by_a_number_or_by_its_owner_beside_it(text: str) -> None:
    assert find(text) == ()


def test_a_number_counts_only_in_its_own_part_of_a_line() -> None:
    assert [found.sign for found in find("3 logos, banners")] == ["no_count"]


def test_only_payment_talk_and_reviews_are_questioned_as_a_part_of_a_contract() -> None:
    assert vague.never(["penalty", "some"])
    assert not vague.never(["some", "unlimited"])
    assert [sign.id for sign in SIGNS if sign.never] == ["outside", "penalty", "review"]


_WORDS = st.sampled_from(" ".join(text for text, _ in (*TUNED, *HELD_OUT)).split())


@given(st.lists(_WORDS, max_size=60).map(" ".join) | st.text(max_size=300), st.booleans())
def test_marks_lie_in_the_text_in_order_and_never_on_each_other(text: str, left_out: bool) -> None:  # noqa: FBT001
    marks = find(text, left_out=left_out)
    ends = [0, *(mark.end for mark in marks)]
    assert all(end <= mark.start < mark.end <= len(text) for end, mark in zip(ends, marks, strict=False))
