"""Reading TOML files: each key once, its type checked, and a sentence for what is missing, broken or unknown."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SECRETS = ("password", "passwd", "passphrase", "token", "secret")


class ProfileProblem(ValueError):
    """A profile cannot be used; the message is one sentence that names the file, the key and what is expected."""


def read_toml(path: Path) -> dict[str, Any]:
    """What stands in a file; raises :class:`ProfileProblem`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ProfileProblem(f"{path} cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise ProfileProblem(f"{path} is not a text file in UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        raise ProfileProblem(f"{path} is not TOML: {problem}") from None


class Table:
    """One table of the file: hands out its keys once, with their types checked, and knows which nobody asked for."""

    def __init__(self, content: Mapping[str, Any], place: str) -> None:
        self._left = dict(content)
        self.place = place

    def text(self, key: str, default: str | None = "") -> str:
        """A text; without a default it must be there."""
        found = self._left.pop(key, None)
        if found is None and default is not None:
            return default
        if not isinstance(found, str) or (default is None and not found):
            raise ProfileProblem(f"{self.named(key)} must be a text")
        return found

    def path(self, key: str) -> str | None:
        """A dotted path, or nothing."""
        return self.text(key) if key in self._left else None

    def choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """One of a set of words."""
        found = self.text(key, default)
        if found not in allowed:
            raise ProfileProblem(f"{self.named(key)} must be one of {', '.join(allowed)}, not {found!r}")
        return found

    def number(self, key: str, low: int, high: int, default: int) -> int:
        """A whole number in a range."""
        found = self._left.pop(key, default)
        if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
            raise ProfileProblem(f"{self.named(key)} must be a whole number from {low} to {high}, not {found!r}")
        return found

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        found = self._left.pop(key, default)
        if not isinstance(found, bool):
            raise ProfileProblem(f"{self.named(key)} must be true or false, not {found!r}")
        return found

    def number_or_none(self, key: str, high: int, default: int | None) -> int | None:
        """A whole number from 1 on, or what stands for none."""
        return self.number(key, 1, high, 1) if key in self._left else default

    def tables(self, key: str, example: str) -> dict[str, dict[str, Any]]:
        """Tables by their names, or none."""
        found = self._left.pop(key, {})
        if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
            raise ProfileProblem(f"{self.named(key)} must be made of tables, such as {example}")
        return found

    def take(self, key: str) -> Any:
        """Whatever stands there."""
        return self._left.pop(key, None)

    def close(self) -> None:
        """Refuse what was not asked for: a misspelt key would otherwise do nothing, silently."""
        for key in self._left:
            if any(word in key.lower() for word in SECRETS):
                raise ProfileProblem(
                    f"{self.named(key)} may not stand in a profile: name an environment variable in password_env, "
                    "or keep the password in the keyring"
                )
        if self._left:
            raise ProfileProblem(f"{self.named(next(iter(self._left)))} is not a key that a profile knows")

    def named(self, key: str) -> str:
        """How a sentence calls a key of this table."""
        return f"{self.place}{key}"
