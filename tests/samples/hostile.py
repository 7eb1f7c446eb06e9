"""Texts that hostile people type, paste or send in a file, and how to see that one was taken for text alone."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import Final

TEXTS: Final = {
    "script": "<script>globalThis.__pwned=1</script>",
    "handler": "<img src=x onerror=globalThis.__pwned=1>",
    "svg": "<svg/onload=globalThis.__pwned=1><a xlink:href=x>y",
    "attribute": '" autofocus onfocus="globalThis.__pwned=1" x=\'',
    "quote": "' onmouseover='globalThis.__pwned=1",
    "close": "</textarea></title></style></main><h1 id=pwned>pwned</h1>",
    "link": "javascript:globalThis.__pwned=1",
    "letters": "[x](javascript:globalThis.__pwned=1) **b** {slot:held_sum} {part:last}",
    "braces": "{{7*7}}{% for x in y %}${7*7}#{7*7}",
    "format": "%s%n{0.__class__}{__import__('os')}",
    "comment": "--><!--]]><![CDATA[<b>x</b>]]>",
    "entity": "&lt;script&gt;&#60;b&#62;&amp;",
    "right to left": "abc\u202egpj.exe\u202c\u2066x\u2069",
    "nothing to see": "a\u200bb\ufeffc\u00add",
    "zero": "a\x00b\x1ac",
    "escape": "\x1b[31mred\x1b]0;title\x07\x1b[2J\x9b31m",
    "carriage": "nothing\rSafe: pay outside\x08\x08",
    "calendar": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:pwned\r\nBEGIN:VALARM\r\nTRIGGER:-PT1M",
    "calendar by u2028": "x\u2028BEGIN:VALARM\u2029ATTACH:file:///etc/passwd\x85y\\n;,:",
    "cells": '=HYPERLINK("http://evil.example","x")\t@SUM(1+1)',
    "path": "../../../etc/passwd\\..\\con.json\x00.html",
    "prototype": "__proto__",
    "half": "a\ud800b\udc00",
    "emoji": "\U0001f469\u200d\U0001f4bb \u0645\u0631\u062d\u0628\u0627",
    "marks": "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349" * 4,
    "long": "<b>" * 700,
    "very long": "A" * 160_000,
}
"""Name -> text. A field may show it as text, in whole or cleaned, or refuse it in a sentence; nothing else."""
_HARMLESS: Final = frozenset("\n")
_JOINERS: Final = frozenset("\u200c\u200d")
_FORBIDDEN: Final = frozenset(("script", "img", "iframe", "object", "embed", "style", "meta", "base"))


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FORBIDDEN:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc", "autofocus"}:
                self.wrong.append(f"{tag} has {name}")
            if "pwned" in name or (name in {"id", "class", "href", "src"} and "pwned" in (value or "")):
                self.wrong.append(f"{tag} has {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"a comment: {data[:40]}")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(f"a declaration: {data[:40]}")


def in_html(html: str) -> list[str]:
    """Return what is wrong with HTML in which a hostile text may stand: elements, attributes, comments of its own."""
    seen = _Seen()
    seen.feed(html)
    seen.close()
    return [*seen.wrong, *in_text(html)]


def in_text(text: str) -> list[str]:
    """Return the characters of a text that steer a terminal, a line or the direction of writing."""
    return [
        f"U+{ord(letter):04X}"
        for letter in dict.fromkeys(text)
        if letter not in _HARMLESS | _JOINERS
        and unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    ]


def named(text: str) -> bool:
    """Tell whether a text may be the name of a file on every system."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]*\.[a-z]{3,4}", text) is not None
