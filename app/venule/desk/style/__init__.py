"""How the desk looks: palette, type, spacing, icons, all in one place."""
