# SPDX-License-Identifier: EUPL-1.2
"""Texts that somebody could write to make a document do what it should not."""

from __future__ import annotations

ADDRESS = "http://127.0.0.1:9/"

MARKUP = (
    f'<img src="{ADDRESS}i.png">',
    f'<link rel=stylesheet href="{ADDRESS}a.css">',
    f"<style>@import url({ADDRESS}b.css); p {{ background: url({ADDRESS}c.png) }}</style>",
    f'<object data="{ADDRESS}o.svg"></object>',
    f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{ADDRESS}s.png"/></svg>',
    '<link rel=attachment href="file:///etc/passwd">',
    '<a rel=attachment href="file:///etc/passwd">x</a>',
    f'<base href="{ADDRESS}">',
    "<script>alert(1)</script>",
    f'<p style="background-image:url({ADDRESS}p.png);content:url({ADDRESS}q.png)">x</p>',
    "</p></div></body><h1>Annan rubrik</h1>",
    "<w:p><w:r><w:t>falskt</w:t></w:r></w:p>",
    "]]><!--",
    "&lt;b&gt; & &amp; &#0;",
)
TEMPLATES = (
    "{{ 7 * 7 }}",
    "{% for c in ().__class__.__base__.__subclasses__() %}{{ c }}{% endfor %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{# tyst #}",
    "${7*7} #{7*7} <%= 7*7 %>",
)
FORMULAS = (
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://127.0.0.1:9/","klicka")',
    "+1+1",
    "-2+3",
    "@SUM(1;2)",
    "\t=1+1",
    "{=1+1}",
    "http://127.0.0.1:9/",
    "1E400",
)
CHARACTERS = ("a\x00b\x0bc", "x\ufffey", "abc\u202egfe", "_x0041_ är ingen bokstav", "\udc80lös")
LONG_WORD = "Ö" * 10_000
EVERYTHING = (*MARKUP, *TEMPLATES, *FORMULAS, *CHARACTERS)
