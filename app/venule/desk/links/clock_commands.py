"""What can be done with the clock from everywhere: speeds, directions, steps, the chosen stretch, known or happened."""

from functools import partial

from venule.desk.links.stepping import StepLink
from venule.desk.links.time import TimeLink
from venule.desk.pulse import Pulse
from venule.desk.timebar.stepkinds import PLURALS
from venule.desk.views.search_box import Command
from venule.domain.occurrence import Occasion

SPEEDS_BY_NAME = (10.0, 100.0, 1000.0)


def clock_commands(pulse: Pulse, time: TimeLink, steps: StepLink) -> tuple[Command, ...]:
    """Commands for the whole window."""
    return (
        Command("Next event", "Ctrl+.", lambda: steps.step_as_chosen(forward=True), "step forward"),
        Command("Previous event", "Ctrl+,", lambda: steps.step_as_chosen(forward=False), "step back"),
        Command("Play backwards, or pause that", "Shift+Space", time.toggle_reverse, "reverse rewind"),
        Command("What was known then, or what happened by then", "Ctrl+B", time.switch_basis, "as of late"),
        Command("Begin a stretch of time here", "[", time.begin_stretch, "loop cut from"),
        Command("End the stretch of time here", "]", time.end_stretch, "loop cut to"),
        Command("Play the chosen stretch over and over, or go on beyond it", "Ctrl+L", time.toggle_loop, "loop repeat"),
        Command("Let go of the chosen stretch", "", time.let_stretch_go),
        *(Command(f"Replay ×{speed:g}", "", partial(pulse.play, speed), "speed") for speed in SPEEDS_BY_NAME),
        *(
            Command(f"Replay ×{speed:g} backwards", "", partial(pulse.play, -speed), "speed reverse")
            for speed in SPEEDS_BY_NAME
        ),
        *(step for occasion in Occasion for step in _steps(steps, occasion)),
    )


def _steps(steps: StepLink, occasion: Occasion) -> tuple[Command, Command]:
    one, only = PLURALS[occasion][:-1], frozenset({occasion})
    return (
        Command(f"Next {one}", "", partial(steps.step, True, only), "step forward"),
        Command(f"Previous {one}", "", partial(steps.step, False, only), "step back"),
    )
