"""Qt's own words in the person's language: standard buttons, the menus of fields, the dialogs of files and colours."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_FILES = {"zh-Hans": "qtbase_zh_CN", "zh-Hant": "qtbase_zh_TW"}
"""What Qt brings along; English is its own."""


def qt_speaks(application: QCoreApplication, language: str) -> None:
    """From now on Qt's words are in this language; every window that is there hears of it."""
    name = _FILES.get(language, "")
    before = application.findChildren(QTranslator)
    if [one.objectName() for one in before] == [name] * bool(name):
        return
    for one in before:
        application.removeTranslator(one)
        one.setParent(None)
    made = QTranslator(application)
    made.setObjectName(name)
    if name and made.load(name, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(made)
    else:
        made.setParent(None)
