"""A report as PDF: Qt sets its page with Chinese letters, which it embeds, and draws its pictures."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QImage, QPainter, QTextDocument
from PySide6.QtSvg import QSvgRenderer

from annotator.corpus import Page
from annotator.ui.press import Pages

_SCALE = 3  # pixels of a picture for each that it is wide on the page
_WIDEST = 620  # pixels of the page


def printed(page: Page, *, traditional: bool) -> bytes:
    """The page as PDF on A4. Needs a QGuiApplication."""
    pages = Pages()
    document = pages.document(traditional=traditional)
    widths = {name: _add(document, name, svg) for name, svg in page.pictures.items()}
    document.setHtml(page.with_pictures(lambda name, _svg: f'<img src="{name}" width="{widths[name]}">'))
    pages.add(document)
    return pages.pdf()


def _add(document: QTextDocument, name: str, svg: str) -> int:
    """Gives a document a picture under its name; returns how wide it is to stand on the page."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    size = renderer.defaultSize()
    image = QImage(size * _SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
    return min(size.width(), _WIDEST)
