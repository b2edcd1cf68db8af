"""A report as PDF: Qt sets its page with Chinese letters, which it embeds, and draws its pictures."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QUrl
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtSvg import QSvgRenderer

from annotator.corpus import Page
from annotator.ui.families import families_of

_SCALE = 3  # pixels of a picture for each that it is wide on the page
_WIDEST = 620  # pixels of the page
_MARGIN = 15.0  # mm


def printed(page: Page, *, traditional: bool) -> bytes:
    """The page as PDF on A4. Needs a QGuiApplication."""
    document = QTextDocument()
    font = QFont()
    font.setFamilies(families_of(traditional=traditional))
    font.setPointSizeF(9.0)
    document.setDefaultFont(font)
    widths = {name: _add(document, name, svg) for name, svg in page.pictures.items()}
    document.setHtml(page.with_pictures(lambda name, _svg: f'<img src="{name}" width="{widths[name]}">'))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    writer.setCreator("annotator")
    document.print_(writer)
    del writer  # it writes the end of the file when it goes
    buffer.close()
    return bytes(data.data())


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
