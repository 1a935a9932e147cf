"""Two forms that many alarms of water share: a flag that a device raises, and an asset that is not heard."""

from venule.sdk import Equals, Priority, Rule, Silent


def flag(
    name: str, title: str, texts: tuple[str, str, str], within_s: float, priority: Priority = Priority.MEDIUM
) -> Rule:
    """An alarm on a flag that a device raises; ``texts`` are its cause, its consequence and the action."""
    cause, consequence, action = texts
    return Rule(
        f"{name}_reported",
        Equals(True),
        quantity=name,
        priority=priority,
        title=title,
        cause=cause,
        consequence=consequence,
        action=action,
        respond_within_s=within_s,
    )


def silent(what: str, cause: str, consequence: str, action: str, within_s: float) -> Rule:
    """An alarm on an asset that is not heard."""
    return Rule(
        "silent",
        Silent(times=3),
        priority=Priority.LOW,
        title=f"{what} silent",
        cause=cause,
        consequence=consequence,
        action=action,
        respond_within_s=within_s,
    )
