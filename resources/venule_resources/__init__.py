"""Icons, fonts, styles and demo cities that Venule ships."""

from pathlib import Path

from venule_resources.cities import city_path


def demo_city() -> Path:
    """The GeoJSON file of the demo city."""
    return city_path()
