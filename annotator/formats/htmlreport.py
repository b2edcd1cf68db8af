"""A page for people who read: the texts with their annotations highlighted, legends and notes. Only written.

The page holds all it shows and may load nothing. Where annotations overlap, the text is cut at all their edges, and
each piece names all that cover it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from annotator.formats.format import Format, Written
from annotator.formats.pieces import Covering, inmost, pieces
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.formats.xmltext import holdable, unholdable
from annotator.model import Annotation, Bundle, Scheme
from annotator.text import HANT, script_of

LOSES = ("characters", *ALL_BUT_SPANS)
_GREY = "#666666"
_TINT = "26"
"""how much of a label's ink the paper behind it takes: the alpha of its colour, in hexadecimal"""
_STYLE = """
:root{color-scheme:light dark}
body{font:16px/2 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif;color:#1b1b1b;
background:#fff;max-width:46em;margin:2em auto;padding:0 1em}
h1{font-size:1.3em}h2{font-size:1.1em;margin-top:2.5em;border-top:1px solid #ddd;padding-top:1em}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
mark{color:inherit;background:none;border-bottom:2px solid;padding-bottom:1px;print-color-adjust:exact;
-webkit-print-color-adjust:exact}
mark.several{border-bottom-style:double;border-bottom-width:4px}
.about{color:#5c6066;font-size:.85em;margin:0}
.legend{list-style:none;padding:0;margin:.4em 0 1.2em;display:flex;flex-wrap:wrap;gap:.2em 1em;font-size:.85em}
.legend li{white-space:nowrap}
.notes{font-size:.9em;border-top:1px dotted #999;padding:.6em 0 0 1.2em}
@media print{body{max-width:none;margin:0}}
"""
_DARK = """body{color:#e3e4e6;background:#1b1d1f}h2{border-color:#44484d}.about{color:#a2a7ad}"""


def write(bundles: Iterable[Bundle], scheme: Scheme, path: Path) -> Written:
    """One page, a document at a time. Raises AnnotatorError as `atomic_writer` does.

    Control characters, which a page cannot show, become U+FFFD, and are counted.
    """
    tally = Tally(LOSES)
    counts: Counter[str] = Counter()
    inks = {label.name: _class(at) for at, label in enumerate(scheme.labels)}
    with atomic_writer(path) as stream:
        stream.write(_top(scheme).encode())
        for bundle in bundles:
            stream.write(_document(bundle, scheme, inks).encode())
            counts.update(one.label for one in bundle.annotations)
            said = [piece for one in bundle.annotations for piece in (one.note, one.annotator, one.label)]
            document = bundle.document
            replaced = sum(map(unholdable, [document.text, document.title, document.origin.name, *said]))
            tally.add(bundle, bundle.annotations, characters=replaced)
        stream.write(_bottom(scheme, counts).encode())
    return tally.written()


def _top(scheme: Scheme) -> str:
    inks = _inks(label.colour.get("light", _GREY) for label in scheme.labels)
    dark = _inks(label.colour.get("dark", _GREY) for label in scheme.labels)
    on_dark = f"@media screen and (prefers-color-scheme:dark){{\n{_DARK}\n{dark}}}\n"
    return (
        '<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_shown(_title(scheme))}</title>\n<style>{_STYLE}{inks}{on_dark}</style>\n</head>\n<body>\n"
        f"<h1>{_shown(_title(scheme))}</h1>\n"
    )


def _inks(colours: Iterable[str]) -> str:
    return "".join(
        f"mark.{_class(at)}{{border-color:{colour};background:{colour}{_TINT}}}\n" for at, colour in enumerate(colours)
    )


def _title(scheme: Scheme) -> str:
    return scheme.title.get("zh-Hans") or next(iter(scheme.title.values()), scheme.name)


def _class(at: int) -> str:
    return f"l{at}"


def _bottom(scheme: Scheme, counts: Counter[str]) -> str:
    names = [label.name for label in scheme.labels]
    return f"<h2>标签 Labels</h2>\n{_legend(scheme, names, counts)}</body>\n</html>\n"


def _legend(scheme: Scheme, names: Iterable[str], counts: Mapping[str, int]) -> str:
    """The labels of those names with how often each stands there."""
    wanted = set(names)
    items = []
    for at, label in enumerate(scheme.labels):
        if label.name in wanted:
            title = label.title.get("zh-Hans") or label.name
            about = f"{_shown(label.name)} · {counts[label.name]}"
            items.append(f'<li><mark class="{_class(at)}">{_shown(title)}</mark> {about}</li>\n')
    return f'<ul class="legend">\n{"".join(items)}</ul>\n'


def _shown(text: str) -> str:
    """Escaped, and with carriage returns that no reader of pages turns into line feeds."""
    return escape(holdable(text)).replace("\r", "&#13;")


def _document(bundle: Bundle, scheme: Scheme, inks: Mapping[str, str]) -> str:
    document, text = bundle.document, bundle.document.text
    counts = Counter(one.label for one in bundle.annotations)
    people = sorted({one.annotator for one in bundle.annotations})
    about = " · ".join(filter(None, (document.origin.name, "、".join(filter(None, people)))))
    shown = "".join(
        _marked(_shown(piece), covering, inks) if covering else _shown(piece)
        for piece, covering in pieces(text, bundle.annotations)
    )
    return (
        f'<section lang="zh-{"Hant" if script_of(text) == HANT else "Hans"}">\n<h2>{_shown(document.title)}</h2>\n'
        f'<p class="about">{_shown(about)}</p>\n{_legend(scheme, counts, counts) if counts else ""}'
        f'<div class="text">{shown}</div>\n{_notes(bundle)}</section>\n'
    )


def _notes(bundle: Bundle) -> str:
    """What was noted, in the order of the text: nobody can rest a pointer on a printed page."""
    noted = sorted((one for one in bundle.annotations if one.note), key=lambda one: (one.span, one.id))
    items = "".join(f"<li>「{_shown(one.text)}」 {_shown(one.note)} — {_shown(one.annotator)}</li>\n" for one in noted)
    return f'<ul class="notes">\n{items}</ul>\n' if items else ""


def _marked(shown: str, covering: Covering, inks: Mapping[str, str]) -> str:
    numbers = " ".join(str(number) for number, _ in covering)
    labels = " ".join(dict.fromkeys(one.label for _, one in covering))
    tips = "\n".join(_tip(one) for _, one in covering)
    several = " several" if len(covering) > 1 else ""
    ink = inks.get(inmost(covering).label, "other")
    about = f'data-annotations="{numbers}" data-labels="{_shown(labels)}" title="{_shown(tips)}"'
    return f'<mark class="{ink}{several}" {about}>{shown}</mark>'


def _tip(one: Annotation) -> str:
    attributes = ", ".join(f"{name}: {value}" for name, value in one.attributes.items())
    return " · ".join(filter(None, (one.label, attributes, one.note, one.annotator)))


FORMAT = formats.register("html-report")(
    Format(
        name="html-report",
        title={"zh-Hans": "带高亮的网页", "zh-Hant": "帶醒目提示的網頁", "en": "Web page with highlights"},
        suffixes=(".html",),
        unit="code points",
        loses=LOSES,
        read=None,
        write=write,
    )
)
