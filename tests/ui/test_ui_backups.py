"""The window copies the corpus when there is something new, and says when much is gone."""

from __future__ import annotations

from annotator.corpus import Corpus
from annotator.keeping import backups, make_backup


def test_closing_after_work_leaves_a_backup_and_without_work_none(window, demo):
    window.open(demo, "李")
    assert backups(demo) == []
    window.session.accept()
    window.close()
    (made,) = backups(demo)
    assert (made.documents, made.annotations) == (2, 1)


def test_while_working_the_worker_copies_and_nothing_new_is_not_copied_again(qtbot, window, demo):
    window.session.accept()
    window.session.back_up()
    qtbot.waitUntil(lambda: not window.session.background.busy, timeout=30_000)
    assert len(backups(demo)) == 1
    window.session.back_up()
    qtbot.waitUntil(lambda: not window.session.background.busy, timeout=30_000)
    window.close()
    assert len(backups(demo)) == 1


def test_much_gone_is_said_at_opening(window, demo):
    corpus = Corpus.open(demo, annotator="李")
    document = corpus.documents()[0].id
    for one in corpus.suggestions(document)[:20]:
        corpus.accept(document, one)
    make_backup(demo)
    for one in corpus.annotations(document)[:5]:
        corpus.remove(one.id)
    corpus.close()
    window.open(demo, "李")
    assert "20" in window.desk.notice.text()
