"""The main window: a welcome page or the desk, the menu, and what concerns files, language and theme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QInputDialog, QMainWindow, QStackedWidget

from annotator.corpus import Corpus, login_name
from annotator.errors import AnnotatorError
from annotator.i18n import Words, system_language
from annotator.ui.choices import EVERY_CHOICE
from annotator.ui.commandpalette import CommandPalette
from annotator.ui.desk import PAGE_OF, Desk
from annotator.ui.dress import Dress
from annotator.ui.files import FileDialogs
from annotator.ui.historydialog import HistoryDialog
from annotator.ui.keylist import KeyList
from annotator.ui.keymap import Keymap
from annotator.ui.keys import Binding
from annotator.ui.lists import show_lists
from annotator.ui.menu import Menu
from annotator.ui.merging import bring_in, give_out
from annotator.ui.opening import open_for, to_tell
from annotator.ui.qtwords import qt_speaks
from annotator.ui.readingactions import ReadingActions
from annotator.ui.room import room_for
from annotator.ui.scheming import show_scheme
from annotator.ui.session import Session
from annotator.ui.settings import ANNOTATOR, AUTO, LANGUAGE, THEME, Setting, Settings
from annotator.ui.settingsdialog import SettingsDialog
from annotator.ui.theme import Theme
from annotator.ui.traffic import Traffic
from annotator.ui.training import TrainingDialog
from annotator.ui.welcome import Welcome
from annotator.ui.workspace import Workspace
from annotator.work import Worker

_SIZE = QSize(1360, 880)
"""of the first start; on a smaller screen what there is room for"""


class MainWindow(QMainWindow):
    """One corpus at a time. Nothing here changes it but through the session. `worker` is one that has begun already."""

    def __init__(self, settings: Settings, worker: Worker | None = None) -> None:
        self._worker = worker
        self.session: Session | None = None
        self.desk: Desk | None = None
        super().__init__()
        self.settings = settings
        self.dress = self._chosen_dress()
        self._dress_application()  # before the first widget: one that is there already would keep its font
        self.files = FileDialogs(self, self.dress, settings)
        self.traffic = Traffic(self)
        self.welcome = Welcome(self.dress)
        self.welcome.wanted.connect(self.perform)
        self.welcome.chosen.connect(self.open)
        self.welcome.forgotten.connect(self._forget)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self.setCentralWidget(self._pages)
        self.setAcceptDrops(True)
        self._actions: dict[str, Callable[[], object]] = {
            "new": self.traffic.new, "open": self._choose, "demo": self.traffic.sample,
            "import": self.traffic.import_files, "import-folder": self.traffic.import_folder,
            "export": self.traffic.export,
            "undo": lambda: self._turn_back(back=True), "redo": lambda: self._turn_back(back=False),
            "history": self._show_history, "terms": self._show_terms, "scheme": self._show_scheme,
            "train": self._show_training, "merge": self._merge, "package": self._package,
            "annotator": self._ask_annotator, "keys": self._show_keys, "commands": self._show_commands,
            "settings": self._show_settings, "menu": self._show_menu,
            **{one.action: partial(self._set, one.setting, one.value) for one in EVERY_CHOICE},
            **ReadingActions(settings, self._text, self._read_anew).by_name(),
        }  # fmt: skip
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self.wear())
        self.resize(_SIZE.boundedTo(room_for(self)))
        if geometry := settings.geometry():
            self.restoreGeometry(geometry)
        self.wear()
        self._show_welcome()

    @property
    def workspace(self) -> Workspace:
        """The page of annotating, where a corpus is open."""
        assert self.desk is not None
        return self.desk.workspace

    # ---- language and theme

    def _chosen_dress(self) -> Dress:
        language = self.settings.get(LANGUAGE)
        theme = self.settings.get(THEME)
        if theme == AUTO:
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            theme = "dark" if dark else "light"
        words = Words(system_language() if language == AUTO else language)
        return Dress(words, Theme.named(theme), Keymap(self.settings.keys()), self.settings.reading())

    def wear(self) -> None:
        """Puts language and theme on everything, at once."""
        self.dress = self.files.dress = self._chosen_dress()
        self._dress_application()
        self.welcome.wear(self.dress)
        if self.desk:
            self.desk.wear(self.dress)
            self._hang_menu(self.desk)
        self._entitle()

    def _dress_application(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        font = application.font()
        font.setFamilies(self.dress.families)
        font.setPixelSize(13)
        application.setFont(font)
        application.setPalette(self.dress.theme.palette())
        application.setStyleSheet(self.dress.theme.style_sheet())
        qt_speaks(application, self.dress.words.language)

    def _text(self) -> str:
        document = self.session.document if self.session else None
        return document.text if document else ""

    def _read_anew(self) -> None:
        """Reports are to be shown in another way: quicker than a whole new dress."""
        self.dress = self.files.dress = replace(self.dress, reading=self.settings.reading())
        if self.desk:
            self.desk.read_as(self.dress.reading)
            self._hang_menu(self.desk)

    def _set(self, setting: Setting, value: str) -> None:
        self.settings.set(setting, value)
        self.wear()

    def _entitle(self) -> None:
        words, parts = self.dress.words, []
        if self.session:
            corpus = self.session.corpus
            parts = [corpus.path.stem, *([words("ui.read-only")] if corpus.is_read_only else [])]
        self.setWindowTitle(" — ".join([*parts, words("ui.program")]))

    # ---- one corpus after the other

    def open(self, path: Path, annotator: str = "") -> bool:
        """Opens a corpus in place of the present one; what the world says against it is shown, and all stays."""
        try:
            corpus = open_for(self, self.dress.words, path, annotator or self.settings.get(ANNOTATOR))
        except AnnotatorError as error:
            self.fail(error)
            return False
        if corpus:
            self.take(corpus)
        return corpus is not None

    def take(self, corpus: Corpus) -> None:
        """Shows an open corpus, with the report that is to be worked on next."""
        try:
            session = Session(corpus, self, self.settings.places(), self._worker)
        except AnnotatorError as error:  # no scheme in it, say: the present corpus stays
            corpus.close()
            self.fail(error)
            return
        self._let_go()
        self.session, self._worker = session, None  # it is the session's now, and ends with it
        first = session.listed.first_to_do()
        session.begin(first)  # the worker suggests while the desk is made
        self.desk = Desk(self.session, self.dress)
        self.desk.asked.connect(self.do)
        self._hang_menu(self.desk)
        self._pages.addWidget(self.desk)
        self._pages.setCurrentWidget(self.desk)
        self.settings.remember(corpus.path.absolute())
        self._entitle()
        if session.document is None:
            session.show(first)  # the desk hears why it cannot be read
        session.wait_a_blink()
        self.session.counting.count_soon()
        self.desk.page.enter()
        if told := to_tell(corpus, self.dress):
            self.desk.notice.warn(told)

    def _let_go(self) -> None:
        if self.desk and self.session:
            self._pages.removeWidget(self.desk)
            self.desk.deleteLater()
            try:
                self.session.close()
            except AnnotatorError as error:  # the work is safe; there is no copy of it
                self.files.tell_error(error)
            finally:
                self.session.deleteLater()
                self.desk = self.session = None

    def _show_welcome(self) -> None:
        self.welcome.put(self.settings.recent())
        self._pages.setCurrentWidget(self.welcome)

    def _forget(self, path: Path) -> None:
        """Takes a corpus off the list; the file itself stays as it is."""
        self.settings.forget(path)
        self.welcome.put(self.settings.recent())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whatever goes wrong in it, the corpus is closed."""
        try:
            self.keep()
        finally:
            self._let_go()
            super().closeEvent(event)

    def keep(self) -> None:
        """What is being written, and where the window stands, goes to the disk."""
        self.settings.set_geometry(self.saveGeometry())
        if self.desk:
            self.desk.page.leave()

    # ---- the menu and its keys

    def _menu(self) -> Menu:
        menu = Menu(self.dress, self.settings, self, has_corpus=self.desk is not None)
        menu.wanted.connect(lambda action: self.do(Binding("", action, "")))
        return menu

    def _hang_menu(self, desk: Desk) -> None:
        """On its button, in place of the one before."""
        button = desk.header.menu
        if before := button.menu():
            before.deleteLater()
        button.setMenu(self._menu())

    def _show_menu(self) -> None:
        """By its key: the first entry is current. Where no corpus is open it stands in the same corner."""
        button = self.desk.header.menu if self.desk else None
        menu = button.menu() if button else self._menu()
        corner = button.mapToGlobal(button.rect().bottomRight()) if button else self.mapToGlobal(self.rect().topRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))
        menu.setActiveAction(menu.actions()[0])
        if button is None:
            menu.aboutToHide.connect(menu.deleteLater)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that reach the window itself: those that need no current span."""
        binding = self.dress.keys.binding_of(event)
        named = {*self._actions, *PAGE_OF, "leave"}
        button = self.focusWidget()
        if isinstance(button, QAbstractButton) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            button.click()  # as in a dialog: of itself Qt takes only the space bar for a button of a page
        elif binding and (binding.action in named or binding.group == "page"):
            self.do(binding)  # a field has let the key pass: it must decide nothing in the report
        else:
            super().keyPressEvent(event)

    def do(self, binding: Binding) -> None:
        """Does what a key means: it is the page's that is shown, or the window's."""
        if not (self.desk and self.desk.perform(binding)) and binding.action in self._actions:
            self.perform(binding.action)

    def perform(self, action: str) -> None:
        """Does an action of the window by its name."""
        self._actions[action]()

    def fail(self, error: AnnotatorError) -> None:
        if self.desk:
            self.desk.fail(error)
        else:
            self.files.tell_error(error)

    # ---- what the menu does

    def _choose(self) -> None:
        if path := self.files.corpus_to_open():
            self.files.was_at(path)
            self.open(path)

    def _merge(self) -> None:
        session = self.session
        if session and bring_in(session, self.dress, self.files, self):
            if session.document is None:
                session.show(session.listed.first_to_do())
            session.counting.count_all()

    def _package(self) -> None:
        if self.session:
            give_out(self.session, self.dress, self.files, self)

    def _turn_back(self, *, back: bool) -> None:
        if self.session:
            (self.session.undo if back else self.session.redo)()

    def _ask_annotator(self) -> None:
        words = self.dress.words
        present = self.session.corpus.annotator if self.session else self.settings.get(ANNOTATOR) or login_name()
        name, given = QInputDialog.getText(self, words("ui.action-annotator"), words("ui.annotator-name"), text=present)
        if given and name.strip():
            self.settings.set(ANNOTATOR, name.strip())
            if self.session:
                self.open(self.session.corpus.path)

    def _show_history(self) -> None:
        session = self.session
        if session is None:
            return

        titles = session.corpus.titles_ever
        dialog = HistoryDialog(self.dress, session.scheme, session.corpus.history(), titles(), self)

        def undo(step: str) -> None:
            if session.do(session.corpus.undo_step, step):
                dialog.put(session.corpus.history(), titles())

        dialog.wanted.connect(undo)
        session.failed.connect(self.files.tell_error)
        dialog.exec()
        session.failed.disconnect(self.files.tell_error)

    def _show_terms(self) -> None:
        """The corpus's own terms and rules; what changes there or by undo is shown at once."""
        if self.session:
            show_lists(self.session, self.dress, self.files, self)

    def _show_scheme(self) -> None:
        """The labels, attributes and relations of the corpus, to be changed."""
        if self.session:
            show_scheme(self.session, self.dress, self)

    def _show_training(self) -> None:
        """The corpus's model: learn, stop, forget."""
        if self.session:
            TrainingDialog(self.dress, self.session, self).exec()

    def _show_commands(self) -> None:
        """All that can be done, to be found by a few letters."""
        palette = CommandPalette(self.dress, self.session.scheme if self.session else None, self)
        palette.chosen.connect(self.do, Qt.ConnectionType.QueuedConnection)  # once the list is gone
        palette.exec()

    def _show_settings(self) -> None:
        """All settings and keys, each in force as soon as it is changed."""
        scheme = self.session.scheme if self.session else None
        dialog = SettingsDialog(self.dress, self.settings, scheme, self)

        def put() -> None:
            self.wear()
            dialog.wear(self.dress)

        dialog.changed.connect(put)
        dialog.exec()

    def _show_keys(self) -> None:
        KeyList(self.dress, self.session.scheme if self.session else None, self).exec()

    # ---- reports dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.traffic.drop([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
