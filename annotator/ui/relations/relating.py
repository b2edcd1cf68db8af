"""Relations in the working page: made by keys and by drag, shown for the current span, listed for the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QPoint, QTimer

from annotator.model import Annotation, Changes, Span
from annotator.ui.dress import Dress
from annotator.ui.page import Page
from annotator.ui.reader import Reader
from annotator.ui.reader.arcs import Arcs, Link
from annotator.ui.reader.linking import Linking
from annotator.ui.relations.dialog import RelationsDialog
from annotator.ui.relations.lines import Ends, RelationLine, lines_at, lines_of
from annotator.ui.relations.listing import RelationsList
from annotator.ui.relations.typedialog import TypeDialog

_IDLE = 150
"""ms on a span until pairs are proposed for it: who goes on at once does not wait for them"""


class Relating(QObject):
    """Joins a session, the reader and the list of the current span's relations."""

    def __init__(self, page: Page, reader: Reader, listing: RelationsList) -> None:
        self._head: str | None = None
        """the annotation from which a relation is being made"""
        super().__init__(page)
        self._page = page
        self._session = page.session
        self._dress = page.dress
        self._listing = listing
        self.arcs = Arcs(reader, page.dress.theme)
        linking = Linking(reader)
        linking.dragged.connect(self._dragged)
        linking.ended.connect(self._follow)
        linking.linked.connect(self.link)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_IDLE)
        self._timer.timeout.connect(lambda: self._show(proposing=True))
        self._session.closing.connect(self._timer.stop)
        self._connect_list(listing)

    def _connect_list(self, listing: RelationsList) -> None:
        session = self._session
        listing.followed.connect(session.choose)
        listing.removed.connect(lambda relations: session.do(session.corpus.unrelate, relations))
        listing.taken.connect(lambda pairs: session.do(session.corpus.relate_all, pairs))

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        self._listing.wear(dress)
        self.arcs.set_theme(dress.theme)

    # ---- what is shown

    def refresh(self) -> None:
        """Another span is current, or rows are different: its relations at once, what is proposed a little later."""
        self._show(proposing=False)
        self._follow()
        if self._session.annotation():
            self._timer.start()
        else:
            self._timer.stop()

    def _ends(self, spans: Mapping[str, Span]) -> Ends:
        text = self._session.document.text if self._session.document else ""
        return Ends(text, spans, self._session.scheme, self._dress.words)

    def _show(self, *, proposing: bool) -> None:
        session = self._session
        annotation = session.annotation()
        if annotation is None:
            self._put([], [])
            return
        relations = session.corpus.relations_at(annotation.id)
        proposed = session.corpus.proposed_at(annotation.id) if proposing else []
        drawn = [(one.type, one.head, one.target, False) for one in relations]
        drawn += [(one.type, one.head, one.target, True) for one in proposed]
        spans = self._spans(annotation, {end for _, head, target, _ in drawn for end in (head, target)})
        ends = self._ends(spans)
        links = [
            Link(spans[head], spans[target], ends.title(type_), only)
            for type_, head, target, only in drawn
            if head in spans and target in spans
        ]
        self._put(lines_at(annotation.id, relations, proposed, ends), links)

    def _spans(self, here: Annotation, ends: set[str]) -> dict[str, Span]:
        """Where the ends of relations stand that begin or end at an annotation."""
        found = (here if end == here.id else self._session.corpus.annotation(end) for end in ends)
        return {one.id: one.span for one in found if one}

    def _put(self, lines: list[RelationLine], links: list[Link]) -> None:
        self._listing.put(lines)
        self._listing.setVisible(bool(lines))
        self.arcs.put(links)

    def _span_of(self, key: str) -> Span | None:
        item = self._session.item_of(key)
        return item.span if item else None

    def _follow(self) -> None:
        """The line from the head that is marked to where the person is now."""
        head = self._span_of(self._head) if self._head else None
        if head is None:
            self._head = None
            self.arcs.follow(None)
        else:
            here = self._session.item()
            self.arcs.follow(head, here.span if here else None)

    def _dragged(self, head: str, point: QPoint) -> None:
        self.arcs.follow(self._span_of(head), pointer=point)

    # ---- what the person does

    def relate(self) -> None:
        """Marks the current annotation as a head; with one marked, links it to the current; on itself, unmarks it."""
        annotation = self._session.annotation()
        if annotation is None:
            self._remark("ui.relate-needs-annotation")
        elif self._head in (None, annotation.id):
            self._head = annotation.id if self._head is None else None
            self._follow()
            if self._head:
                self._remark("ui.relate-marked", text=self._ends({annotation.id: annotation.span}).of(annotation.id))
        else:
            self.link(str(self._head), annotation.id)

    def forget(self) -> None:
        """No relation is being made any more."""
        self._head = None
        self._follow()

    def link(self, head: str, target: str) -> None:
        """Links two annotations by the one type that the scheme allows, in whichever direction, or asks which."""
        ends = [self._annotation(key) for key in (head, target)]
        self.forget()
        if ends[0] is None or ends[1] is None:
            self._remark("ui.relate-needs-annotation")
            return
        choices = self._choices(ends[0], ends[1])
        if not choices:
            titles = [self._label(one) for one in ends if one]
            self._remark("ui.relate-none", head=titles[0], target=titles[1])
            return
        lines = [line for line, _ in choices]
        dialog = TypeDialog(self._dress, lines, self._page)
        if len(choices) > 1 and not dialog.exec():
            return
        line, (type_, from_, to) = choices[dialog.chosen]
        if self._session.do(self._session.corpus.relate, from_, to, type_):
            self._remark("ui.related", relation=line)

    def _annotation(self, key: str) -> Annotation | None:
        item = self._session.item_of(key)
        return self._session.corpus.annotation(key) if item and not item.is_open else None

    def _choices(self, one: Annotation, other: Annotation) -> list[tuple[str, tuple[str, str, str]]]:
        """The relations that the scheme allows, from the first to the second before the other way round, told."""
        ends = self._ends({one.id: one.span, other.id: other.span})
        return [
            (ends.whole(kind.name, head.id, target.id), (kind.name, head.id, target.id))
            for head, target in ((one, other), (other, one))
            for kind in self._session.scheme.relations
            if kind.allows(head.label, target.label)
        ]

    def _label(self, annotation: Annotation) -> str:
        label = self._session.scheme.label(annotation.label)
        return self._dress.words.pick(label.title) if label else annotation.label

    def _remark(self, key: str, **fields: str) -> None:
        self._page.notice.remark(self._dress.words(key, **fields))

    def show_all(self) -> None:
        """The report's relations in a dialog, until it is closed or one leads to its place."""
        session = self._session
        document = session.document
        if document is None:
            return
        dialog = RelationsDialog(self._dress, self._page)
        wanted: list[str] = []

        def fill(_changes: Changes | None = None) -> None:
            relations = session.corpus.relations(document.id)
            proposed = session.corpus.proposed_relations(document.id)
            dialog.put(lines_of(relations, proposed, self._ends({item.key: item.span for item in session.items})))

        def follow(annotation: str) -> None:
            wanted.append(annotation)
            dialog.accept()

        def do(verb: Callable[..., Changes], them: object) -> None:
            dialog.say(None)
            session.do(verb, them)

        dialog.list.followed.connect(follow)
        dialog.list.removed.connect(lambda relations: do(session.corpus.unrelate, relations))
        dialog.list.taken.connect(lambda pairs: do(session.corpus.relate_all, pairs))
        dialog.all_taken.connect(lambda pairs: do(session.corpus.relate_all, pairs))
        session.changed.connect(fill)
        session.failed.connect(dialog.say)
        fill()
        dialog.exec()
        session.changed.disconnect(fill)
        session.failed.disconnect(dialog.say)
        dialog.deleteLater()
        for annotation in wanted:
            session.choose(annotation)
