"""What the HTML pages share: the template environment, their policy, and words in two languages.

A page is one file that asks nothing of the network. Its Content-Security-Policy allows exactly the
one style sheet and the one script that it carries, by their digests; templates escape everything.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from pipeline.formats.text import encodable
from pipeline.formats.units import score_text
from pipeline.version import __version__

__all__ = ["render", "visible", "word", "words"]

_TEMPLATES = Path(__file__).with_name("templates")

# Controls, and the characters that turn the direction of writing: shown, so that they cannot act.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)

_BEYOND_MEASURE = 200
_ENDLESS = re.compile(rf"(\S{{{_BEYOND_MEASURE},}})")
_BLOCK = 64


def visible(text: str) -> Markup:
    """`text` escaped, with each control or direction character shown as `U+202E`.

    A word beyond all measure gets places to break at: browsers lay it out in quadratic time
    otherwise. They are no characters, and are not copied.
    """
    text = encodable(text)
    if len(text) < _BEYOND_MEASURE:
        return Markup(_safe(text))
    pieces = _ENDLESS.split(text)
    for place in range(1, len(pieces), 2):
        word = pieces[place]
        blocks = (word[at : at + _BLOCK] for at in range(0, len(word), _BLOCK))
        pieces[place] = "<wbr>".join(map(_safe, blocks))
    pieces[::2] = map(_safe, pieces[::2])
    return Markup("".join(pieces))


@cache
def word(key: str) -> Markup:
    """What `key` is called in the interface, in both languages; the style sheet shows one."""
    english, russian = words()[key]
    return Markup(
        '<span class="ui" lang="en">{}</span><span class="ui" lang="ru">{}</span>'
    ).format(english, russian)


@lru_cache(maxsize=1 << 10)  # the numbers of lines and findings, which are small
def label(key: str, detail: str | int = "") -> Markup:
    """An `aria-label` for `key` and a detail; the script changes it with the language."""
    english, russian = (f"{name} {detail}".rstrip() for name in words()[key])
    return Markup('aria-label="{0}" data-label-en="{0}" data-label-ru="{1}"').format(
        english, russian
    )


@cache
def words() -> dict[str, tuple[str, str]]:
    """The interface's words: key -> (English, Russian)."""
    table = (_TEMPLATES / "words.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in table if line and not line.startswith("#"))
    return {key: (english, russian) for key, english, russian in rows}


def render(name: str, *, allow: Sequence[str] = (), **values: Any) -> str:
    """The page `name`: its template filled in, with its style sheet, script and policy.

    Args:
        name: Of the template.
        allow: Further directives of the policy, for a page that asks its own server.
        values: What the template wants.
    """
    style = _asset("base.css.j2") + _asset(f"{name}.css.j2")
    script = _asset("base.js") + _asset(f"{name}.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
            *allow,
        )
    )
    page = _environment().get_template(f"{name}.html.j2")
    # The assets are ours, and hold no closing tag (a test sees to it).
    return encodable(
        page.render(
            policy=policy,
            style=Markup(style),
            script=Markup(script),
            version=__version__,
            **values,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["visible"] = visible
    environment.filters["score_text"] = score_text
    environment.globals.update(word=word, label=label, known=lambda key: key in words())
    return environment


@cache
def _asset(name: str) -> str:
    """A style sheet or script as text; style sheets are templates without escaping."""
    source = (_TEMPLATES / name).read_text(encoding="utf-8")
    if not name.endswith(".j2"):
        return source
    return Environment(undefined=StrictUndefined, trim_blocks=True).from_string(source).render()


def _safe(text: str) -> str:
    safe = str(escape(text))
    return safe if safe.isprintable() else _CONTROLS.sub(_shown, safe)


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode()


def _shown(match: re.Match[str]) -> str:
    return f'<span class="control" dir="ltr">U+{ord(match[0]):04X}</span>'
