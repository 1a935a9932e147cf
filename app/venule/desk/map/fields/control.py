"""Through this the desk tells a map of heat, coverage and the values of points."""

from PySide6.QtCore import QObject, Signal

from venule.desk.map.fields.layer import FieldLayer
from venule.desk.models.fieldvalues import Fields


class FieldControl(QObject):
    """Belongs to one map. ``due`` makes another frame necessary."""

    due = Signal()

    def __init__(self, layer: FieldLayer, parent: QObject) -> None:
        super().__init__(parent)
        self._layer = layer

    def set_fields(self, fields: Fields) -> None:
        """Show these from now on."""
        self._layer.tell(fields)
        self.due.emit()
