"""The theme's style: what no page uses goes, what one uses stays, and pages name one sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.publish import theme

THEIRS = '@charset "UTF-8";p{a:b}.md-tabs{c:d}.md-grid,.md-tabs a{e:f}/*# map */'
PAGE = (
    '<head><link rel="stylesheet" href="{top}assets/stylesheets/main.css">\n'
    '  <link rel="stylesheet" href="{top}assets/css/keel.css">\n'
    '<link rel="stylesheet" href="{top}assets/css/guide.css">\n'
    '<link rel="stylesheet" href="{top}assets/css/tools.css"></head><body class="md-grid">'
)
STEP = '<head><link rel="stylesheet" href="../../assets/css/keel.css"></head>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site as the generator leaves it: two pages in the theme's frame and a step of the wizard."""
    texts = {
        "index.html": PAGE.format(top=""),
        "404.html": PAGE.format(top="/even-keel/"),
        "wizard/door/index.html": STEP,
        "assets/stylesheets/main.css": THEIRS,
        "assets/css/keel.css": ".keel{x:var(--a)}\n",
        "assets/css/guide.css": "/* ours */ .guide{}\n",
        "assets/css/tools.css": ".tool{}",
        "assets/page/words.js": 'element.className = "bar";',
        "assets/javascripts/bundle.js": '"md-tabs"',
    }
    for path, text in texts.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("style", "left"),
    [
        (".on{a:b}.off{c:d}", ".on{a:b}"),
        (".off,.on p{a:b}", ".on p{a:b}"),
        (".on.off{a:b}.on .off{a:b}", ""),
        (".on:not(.off){a:b}", ".on:not(.off){a:b}"),
        (":is(.off,b),.off :is(i,b){a:b}", ":is(.off,b){a:b}"),
        ("[dir=ltr] p,#id{a:b}", "[dir=ltr] p,#id{a:b}"),
        ("@media print{.off{a:b}}@media print{.on{a:b}.off{a:b}}", "@media print{.on{a:b}}"),
        ("@keyframes k{0%{a:b}to{c:d}}", "@keyframes k{0%{a:b}to{c:d}}"),
        ('@charset "UTF-8";p{a:b}', '@charset "UTF-8";p{a:b}'),
        ('.on{a:url("x;}{\'.off")}.off{a:b}', '.on{a:url("x;}{\'.off")}'),
        (".o\\/n{a:b}.on\\:x{a:b}", ".o\\/n{a:b}"),
        ("/* .off{ */.on{a:b}", ".on{a:b}"),
        ("p{--idle:1;--deep:var(--idle);--used:2;a:var(--used)}", "p{--used:2;a:var(--used)}"),
        ("p{--beside:1}", "p{--beside:1}"),
        ('p{--idle:url("a;b");c:d}', "p{c:d}"),
    ],
)
def test_only_what_may_be_on_a_page_is_kept(style: str, left: str) -> None:
    assert theme.cut(style, {"on", "o/n"}, "a{b:var(--beside)}") == left


def test_classes_are_read_however_they_are_quoted() -> None:
    assert theme.classes("<a class=\"b c\"><i class='d'><p class=e><q data-class=f>") == {"b", "c", "d", "e"}


def test_pages_of_the_theme_name_one_sheet_with_all_they_use_and_steps_stay_as_they_are(site: Path) -> None:
    theme.lay(site)
    for page, top in (("index.html", ""), ("404.html", "/even-keel/")):
        named = theme.LINK.findall((site / page).read_text(encoding="utf-8"))
        assert named == [f"{top}assets/css/{name}.css" for name in ("guide", "tools")]
    whole = (site / "assets/css/guide.css").read_text(encoding="utf-8")
    assert whole == '@charset "UTF-8";p{a:b}.md-grid{e:f}\n.keel{x:var(--a)}\n/* ours */ .guide{}\n'
    assert (site / "wizard/door/index.html").read_text(encoding="utf-8") == STEP
    assert (site / "assets/css/keel.css").read_text(encoding="utf-8") == ".keel{x:var(--a)}\n"


def test_a_class_that_only_our_script_gives_is_kept(site: Path) -> None:
    (site / "assets/stylesheets/main.css").write_text(".bar{a:b}.other{c:d}", encoding="utf-8")
    theme.lay(site)
    whole = (site / "assets/css/guide.css").read_text(encoding="utf-8")
    assert ".bar{a:b}" in whole
    assert ".other" not in whole


def test_laying_twice_or_without_a_theme_changes_nothing(site: Path) -> None:
    theme.lay(site)
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    theme.lay(site)
    assert before == {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
