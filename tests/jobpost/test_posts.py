"""How well the check reads posts: figures on the tuned and on the held-out set, and what the sets must hold."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import FIGURE
from tests.jobpost.posts import IDS, found, posts, score, sentences
from wizard import jobpost

if TYPE_CHECKING:
    from collections.abc import Callable

SETS = ("tuned", "held_out")
LEAST_RECALL = 0.8
LEAST_PRECISION = 0.9
PADDING = " We are a small team and this is the text of our post for you."
"""A sentence alone is too short to be judged."""
PAGE = Path(__file__).resolve().parents[2] / "docs/tools/job-post.md"
SAYS = [(sign, line) for sign, lines in sentences()["says"].items() for line in lines]


@pytest.mark.parametrize("name", SETS)
def test_most_signs_are_found_and_most_marks_are_right(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    whole = score(name)
    words_alone = score(name, tuple(sign.id for sign in jobpost.SIGNS))
    record_property(
        FIGURE, f"job posts: {name}, {len(posts(name))} posts, {whole}; without gaps {words_alone}"
    )
    for one in (whole, words_alone):
        assert one.recall >= LEAST_RECALL
        assert one.precision >= LEAST_PRECISION


def test_a_third_of_the_posts_is_held_out() -> None:
    tuned, held = (posts(name) for name in SETS)
    assert len(tuned) + len(held) >= 150
    assert 3 * len(held) >= len(tuned) + len(held)
    assert not {post.text for post in tuned} & {post.text for post in held}


@pytest.mark.parametrize("name", SETS)
def test_each_sign_stands_in_three_posts_and_a_third_is_clean_or_lacks_a_day_alone(name: str) -> None:
    counts = Counter(sign for post in posts(name) for sign in post.signs)
    assert set(counts) == set(IDS)
    assert min(counts.values()) >= 3
    clean = [post for post in posts(name) if post.signs <= {"no_deadline"}]
    assert len(clean) >= 0.3 * len(posts(name))
    assert len({post.trade for post in posts(name)}) >= 8


@pytest.mark.parametrize("name", SETS)
def test_no_post_holds_an_address_of_somebody(name: str) -> None:
    for post in posts(name):
        hosts = re.findall(r"(?:@|https?://|\b)([\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|me))\b", post.text)
        assert all(host.endswith("example.com") for host in hosts), post.text


@pytest.mark.parametrize(("sign", "line"), SAYS)
def test_a_sentence_that_says_a_sign_is_found_unless_it_is_listed_as_missed(sign: str, line: str) -> None:
    assert (sign in found(line + PADDING)) == (line not in sentences()["missed"]["known"])


@pytest.mark.parametrize("line", sentences()["clean"]["all"])
def test_a_sentence_that_only_sounds_like_a_sign_is_not_marked(line: str) -> None:
    assert jobpost.check(line + PADDING).signs == ()


@pytest.mark.parametrize(
    ("gap", "text"), [(gap, text) for gap, texts in sentences()["gaps"].items() for text in texts]
)
def test_a_gap_is_named_where_it_is_and_only_there(gap: str, text: str) -> None:
    assert jobpost.check(text).gaps == (() if gap == "none" else (gap,))


@pytest.mark.parametrize("sign", jobpost.SIGNS, ids=lambda sign: sign.id)
def test_a_sign_without_its_phrases_is_missed(sign: jobpost.Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    others = tuple(one for one in jobpost.SIGNS if one is not sign)
    monkeypatch.setattr(jobpost, "SIGNS", others)
    alone = score("tuned", (sign.id,))
    # Low pay is found from a rate too.
    assert alone.recall < LEAST_RECALL


def test_the_page_names_the_figures_of_the_held_out_set() -> None:
    page, held = PAGE.read_text(encoding="utf-8"), score("held_out")
    assert f"{{own:{len(posts('tuned')) + len(posts('held_out'))}}}" in page
    assert f"{{own:{len(posts('held_out'))}}}" in page
    assert f"{{own:{held.recall:.0%}}}".replace("%", " percent") in page
    assert f"{{own:{held.precision:.0%}}}".replace("%", " percent") in page


@pytest.mark.parametrize(
    "text",
    [
        "Necesito un disenador para la pagina de mi tienda, con tres fotos y un logo para el lunes por favor.",
        "Ich suche einen Entwickler, der mir bei meiner Webseite hilft, bitte auf WhatsApp melden, es ist dringend.",
        "Je cherche un graphiste pour faire le logo de mon restaurant, dans la semaine, avec une revision.",
        "Cerco un traduttore per il sito del mio negozio, sono cinque pagine e il testo non e difficile.",
        "Preciso de um programador para uma loja com dez produtos, pagamento no final da semana por favor.",
        "Saya mencari penulis untuk blog saya dengan lima artikel yang menarik dan mudah untuk dibaca ini.",
        "Potrzebuje projektanta do mojej strony, nie jest to trudne, dla firmy z Polski, prosze o oferty.",
        "\u041d\u0443\u0436\u0435\u043d \u0434\u0438\u0437\u0430\u0439\u043d\u0435\u0440 \u0434\u043b\u044f \u043c\u043e\u0435\u0433\u043e \u0441\u0430\u0439\u0442\u0430 \u0438 \u043b\u043e\u0433\u043e\u0442\u0438\u043f \u0441\u0435\u0433\u043e\u0434\u043d\u044f",
        "mujhe ek website banani hai aur logo bhi chahiye, paise baad mein milenge, jaldi se message karo",
    ],
)
def test_another_language_is_not_judged(text: str) -> None:
    assert jobpost.check(text) == jobpost.Check(unread="language")


def test_a_few_words_are_not_judged() -> None:
    assert jobpost.check("URGENT, whatsapp me now, free test!").unread == "short"
