"""Passwords and certificates: from the environment, the keyring and files, never from the profile's text."""

import ssl
from collections.abc import Mapping

from venule.config import FeedSettings, ProfileProblem

KEYRING_SERVICE = "venule"


def password(feed: FeedSettings, environment: Mapping[str, str]) -> str | None:
    """The password for a feed's user: from the variable the profile names, else from the keyring.

    In the keyring it is kept under the service "venule" and the name ``user@host``.
    """
    if feed.password_env:
        if feed.password_env not in environment:
            raise ProfileProblem(
                f"feed {feed.name!r}: the environment has no variable {feed.password_env}, "
                "which password_env names for the password"
            )
        return environment[feed.password_env]
    return _from_keyring(feed) if feed.user else None


def tls_context(feed: FeedSettings) -> ssl.SSLContext | None:
    """What an encrypted connection must prove: the broker's certificate and host name, and ours where one is given."""
    if not feed.tls:
        return None
    try:
        context = ssl.create_default_context(cafile=feed.ca)
        if feed.cert is not None:
            context.load_cert_chain(feed.cert, feed.key)
    except (OSError, ssl.SSLError) as problem:
        files = ", ".join(str(file) for file in (feed.ca, feed.cert, feed.key) if file is not None)
        raise ProfileProblem(f"feed {feed.name!r}: certificates cannot be read ({files}): {problem}") from None
    return context


def _from_keyring(feed: FeedSettings) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYRING_SERVICE, f"{feed.user}@{feed.host}")
    except KeyringError:
        return None
