"""Contrast between two colours after WCAG 2.2, so that legibility is computed and not guessed."""


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` between 0 and 1 (WCAG 2.2, definition of relative luminance)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The ratio between 1 and 21 by which two colours differ; text needs 4.5, shapes need 3."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)
