"""The sheet of keys lies within its window, however many keys there are."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from venule.desk.views.keys import KeySheet


def sheet(qtbot: QtBot, count: int, width: int, height: int) -> tuple[QWidget, KeySheet]:
    window = QWidget()
    window.resize(width, height)
    keys = KeySheet(
        [(f"Ctrl+{number}", f"pane {number}: does a thing of some length") for number in range(count)], window
    )
    qtbot.addWidget(window)
    window.show()
    keys.open()
    QApplication.processEvents()
    return window, keys


def test_that_a_wide_window_shows_all_keys_side_by_side(styled: QApplication, qtbot: QtBot) -> None:
    window, keys = sheet(qtbot, 56, 2560, 1440)
    assert window.rect().contains(keys.geometry())
    assert not keys._scroll.verticalScrollBar().maximum()
    assert keys.height() < 500


def test_that_a_narrow_window_has_more_rows_and_nothing_is_cut_off(styled: QApplication, qtbot: QtBot) -> None:
    window, keys = sheet(qtbot, 90, 1280, 800)
    assert window.rect().contains(keys.geometry())
    for text in keys.findChildren(QLabel):
        assert text.mapTo(keys, text.rect().topRight()).x() <= keys.width()


def test_that_a_low_window_is_scrolled_by_key_and_any_other_key_puts_it_away(
    styled: QApplication, qtbot: QtBot
) -> None:
    window, keys = sheet(qtbot, 90, 700, 400)
    bar = keys._scroll.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(keys, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    assert keys.isVisible()
    QTest.keyClick(keys, Qt.Key.Key_A)
    assert not keys.isVisible()
    assert window.isVisible()
