"""Icons, fonts, styles and demo cities that Venule ships."""
