"""The overlay window: on top of everything, never in the way, never taking the focus."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QEnterEvent, QGuiApplication, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay import docking, frame, pill
from desktop.overlay.body import Body
from desktop.overlay.button import FocusRing
from desktop.overlay.click_through import ClickThrough
from desktop.overlay.compositor import is_composited
from desktop.overlay.keyboard import Keyboard
from desktop.overlay.look import Look
from desktop.overlay.motion import OUT, Motion, between, is_still
from desktop.overlay.pill import Pill
from desktop.overlay.placement import Placement
from desktop.settings import Settings
from desktop.stylesheet import style_sheet
from desktop.theme import choose, palette_of
from desktop.view import Connection, View


class Overlay(QWidget):
    """Paints one `View` after another and tells by signals what the CSR did.

    Until the first view it is the calm window without a call. `composited` says whether transparent pixels are
    transparent; by default the desktop is asked. `height` fixes the height of the frame in pixels.
    """

    new_session_requested = Signal()
    end_requested = Signal()
    alert_acknowledged = Signal(str)
    alert_overridden = Signal(str, str)
    safety_referred = Signal()
    card_used = Signal(str)
    card_copied = Signal(str)
    card_dismissed = Signal(str)
    card_rated = Signal(str, str)
    suggestion_requested = Signal()
    note_written = Signal(str)
    outcome_chosen = Signal(str, str)
    summary_edited = Signal(str, str, str, str)
    retry_requested = Signal()
    quit_requested = Signal()

    def __init__(self, settings: Settings, *, composited: bool | None = None, height: int | None = None) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.settings = settings
        self.composited = is_composited() if composited is None else composited
        self._margin = frame.MARGIN if self.composited else 0
        self._height = height
        self._view: View | None = None
        self._collapsed = False
        self._hovered = False
        self._ghost, self._ghost_share = QPixmap(), 0.0
        self.setWindowTitle("CSR Call Assistant")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        if self.composited:
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        choices = settings.choices
        self.look = Look(choose(choices.theme, choices.text_size), is_still(choices.reduced_motion))
        self.body = Body(self.look, docking.WIDTH - 2 * self.look.theme.border, self)
        self.pill: Pill | None = None
        self.ring = FocusRing(self.look, self)
        self._motion = Motion(self)
        self._placement = Placement(self, settings, self._margin)
        self._click_through = ClickThrough(self)
        self._keyboard = Keyboard(self)
        self._connect_body()
        self._connect_desktop()
        self._apply_theme()
        self._dock()
        self.show_view(View(Connection("idle")))

    @property
    def is_collapsed(self) -> bool:
        """Whether only the pill is shown."""
        return self._collapsed

    def show_view(self, view: View) -> None:
        """Paint `view`. Cheap when little changed; a claim or an emergency is complete in the next frame.

        Life safety opens the pill; nothing else does.
        """
        if view is self._view:
            return
        before, self._view = self._view, view
        if self._motion.is_running and (before is None or view.urgent_id != before.urgent_id):
            self._motion.finish()
        if view.safety is not None and self._collapsed:
            self.set_collapsed(False)
        elif self._collapsed and self.pill is not None:
            self.pill.show_view(view)
        else:
            self.body.show_view(view)
        if before is not None and (before.safety is None) != (view.safety is None):
            self.update()  # the ground is another one
        self._set_opacity()

    def set_collapsed(self, collapsed: bool) -> None:
        """Become the pill, or the window again, at the same edge of the screen; no pill while life safety stands."""
        taken = self._is_taken
        if collapsed == self._collapsed or (collapsed and taken):
            return
        self._motion.finish()
        self._collapsed = collapsed
        self.body.stop_asking()
        page = self._page()
        if self._view is not None:
            page.show_view(self._view)
        start, end = self.geometry(), self._wanted_geometry()
        page.setGeometry(self._inner(end.size()))
        self.body.hide()
        if self.pill is not None:
            self.pill.hide()
        still = self.look.still or not self.isVisible() or taken
        if not still:
            self._ghost = page.grab()

        def step(share: float) -> None:
            self._ghost_share = share
            self.setGeometry(between(start, end, share))
            self.update()

        def done() -> None:
            self._ghost, self._ghost_share = QPixmap(), 0.0
            page.setGeometry(self._inner(self.size()))
            page.show()
            self._set_opacity()

        self._motion.start(140, OUT, step, done, still=still)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self._frame())
        radius = box.height() / 2 if self._collapsed and not self._motion.is_running else frame.RADIUS
        if self._margin and not self.look.theme.contrast and not self._frame().contains(event.rect()):
            frame.paint_shadow(painter, box, radius)
        head, foot = self.body.header.height(), self.body.safety_foot
        if foot is not None and not self._collapsed:
            frame.paint_safety(painter, box, self.look.theme, head, foot, composited=self.composited)
        elif not self._collapsed or self._motion.is_running:
            frame.paint_surface(painter, box, self.look.theme, composited=self.composited)
        if self._ghost_share > 0 and not self._ghost.isNull():
            painter.setOpacity(self._ghost_share)
            painter.setClipRect(self._inner(self.size()))
            painter.drawPixmap(self._inner(self.size()).topLeft(), self._ghost)
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        """Dock once more when the window is there."""
        super().showEvent(event)
        # The window system may have put it elsewhere, and the screen's scale is known only now.
        QTimer.singleShot(0, self, self._dock)
        self._click_through.set_on(self.settings.choices.click_through)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything that would go on without the window."""
        self._motion.finish()
        self._click_through.stop()
        for timer in self.findChildren(QTimer):
            timer.stop()
        for animation in self.findChildren(QAbstractAnimation):
            animation.stop()
        super().closeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Be opaque under the pointer."""
        self._hovered = True
        self._set_opacity()

    def leaveEvent(self, event: QEvent) -> None:
        """Do what waited for the pointer to leave."""
        self._hovered = False
        self._set_opacity()

    def on_choice_changed(self, name: str, value: object) -> None:
        """Keep a choice of the more menu and apply it."""
        self.settings.change(**{name: value})
        if name == "click_through":
            self._click_through.set_on(bool(value))
        self._apply_theme()

    def _connect_body(self) -> None:
        body = self.body
        body.new_session_requested.connect(self.new_session_requested)
        body.outcome_chosen.connect(self.outcome_chosen)
        body.summary_edited.connect(self.summary_edited)
        body.alert_overridden.connect(self.alert_overridden)
        body.end_requested.connect(self.end_requested)
        body.keyboard_wanted.connect(self._keyboard.lend)
        body.surface_changed.connect(self.update)
        body.header.end_requested.connect(self.end_requested)
        body.header.collapse_requested.connect(self._on_collapse_requested)
        body.header.more_requested.connect(self._on_more_requested)
        body.header.dragged.connect(self._placement.drag)
        body.header.dropped.connect(self._placement.drop)
        body.slot.alert_acknowledged.connect(self.alert_acknowledged)
        body.slot.card_used.connect(self.card_used)
        body.slot.card_copied.connect(self.card_copied)
        body.slot.card_dismissed.connect(self.card_dismissed)
        body.slot.card_rated.connect(self.card_rated)
        body.slot.referred.connect(self.safety_referred)
        body.band.retry_requested.connect(self.retry_requested)
        body.footer.suggestion_requested.connect(self.suggestion_requested)
        body.footer.note_written.connect(self.note_written)

    def _connect_desktop(self) -> None:
        self._placement.screens_changed.connect(self._dock, Qt.ConnectionType.QueuedConnection)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._apply_theme)
        hints.accessibility().contrastPreferenceChanged.connect(self._apply_theme)

    def _on_collapse_requested(self) -> None:
        self.set_collapsed(True)

    def _on_opened(self) -> None:
        self.set_collapsed(False)

    def _on_more_requested(self) -> None:
        from desktop.overlay.more_menu import MoreMenu  # noqa: PLC0415 # not needed for the first paint

        menu = MoreMenu(self.look, self.settings.choices, self, can_end=self._is_taken)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.changed.connect(self.on_choice_changed)
        menu.quit_requested.connect(self.quit_requested)
        menu.end_requested.connect(self.body.ask_to_end)
        button = self.body.header.more
        menu.popup(button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height() + 4)))

    def _apply_theme(self) -> None:
        """Take theme, text size and motion from the settings; everything is laid out again where they changed."""
        choices = self.settings.choices
        theme = choose(choices.theme, choices.text_size)
        self.look.still = is_still(choices.reduced_motion)
        if theme != self.look.theme or not self.styleSheet():
            self.look.theme = theme
            self.setPalette(palette_of(theme))
            self.setFont(theme.font("small"))
            self.setStyleSheet(style_sheet(theme))
            self._page().setGeometry(self._inner(self.size()))
            self.body.restyle()
            self.update()
        self._set_opacity()

    def _set_opacity(self) -> None:
        """The user's opacity holds for the calm window only: not in urgency, in trouble, or under the pointer."""
        view = self._view
        calm = not self._hovered and not self.body.is_asked
        if view is not None and (view.urgent_id or view.connection.state not in ("live", "idle")):
            calm = False
        wanted = self.settings.choices.opacity / 100 if calm else 1.0
        if abs(self.windowOpacity() - wanted) > 0.004:
            self.setWindowOpacity(wanted)

    @property
    def _is_taken(self) -> bool:
        return self._view is not None and self._view.safety is not None

    def _page(self) -> Body | Pill:
        if not self._collapsed:
            return self.body
        if self.pill is None:
            self.pill = Pill(self.look, square=not self.composited, parent=self)
            self.pill.opened.connect(self._on_opened)
            self.pill.dragged.connect(self._placement.drag)
            self.pill.dropped.connect(self._placement.drop)
        return self.pill

    def _wanted_geometry(self) -> QRect:
        if self._collapsed:
            return self._placement.geometry(QSize(pill.WIDTH, pill.HEIGHT))
        return self._placement.geometry(QSize(docking.WIDTH, self._height or self._placement.frame_height()))

    def _dock(self) -> None:
        if not self._motion.is_running:
            self.setGeometry(self._wanted_geometry())
            self._page().setGeometry(self._inner(self.size()))

    def _frame(self) -> QRect:
        margin = self._margin
        return self.rect().adjusted(margin, margin, -margin, -margin)

    def _inner(self, size: QSize) -> QRect:
        """Where the page goes in a window of `size`: within the border, the pill over all of the frame."""
        edge = self._margin + (0 if self._collapsed else self.look.theme.border)
        return QRect(QPoint(0, 0), size).adjusted(edge, edge, -edge, -edge)
