"""Topic templates name the levels of a topic and refuse topics of another shape."""

import pytest

from venule.config import ProfileProblem
from venule.domain.message import Unreadable
from venule.feeds.topic import TopicTemplate


def test_that_each_name_takes_one_level() -> None:
    template = TopicTemplate("city/{network}/{asset}/{datastream}")
    assert template.captures("city/light/LP-0417/power") == {
        "network": "light",
        "asset": "LP-0417",
        "datastream": "power",
    }


def test_that_unnamed_levels_may_hold_anything() -> None:
    template = TopicTemplate("+/{network}/+/{asset}/#")
    assert template.captures("bcn/light/CB-09/LP-0417/power/raw") == {"network": "light", "asset": "LP-0417"}
    assert template.captures("bcn/light/CB-09/LP-0417") == {"network": "light", "asset": "LP-0417"}


@pytest.mark.parametrize("topic", ["city/a/b", "city/a/b/c/d", "town/a/b/c", "city//b/c", "", "city/a/b/"])
def test_that_a_topic_of_another_shape_is_refused_with_both_named(topic: str) -> None:
    template = TopicTemplate("city/{network}/{asset}/{datastream}")
    with pytest.raises(Unreadable, match="does not fit the template") as refused:
        template.captures(topic)
    assert {repr(topic), repr(template.text)} <= set(
        str(refused.value).replace("topic ", "").split(" does not fit the template ")
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("city/{network}/{datastream}", "must name {asset}"),
        ("city/{asset}/{colour}", "names 'colour'"),
        ("{asset}/{asset}", "names 'asset' twice"),
        ("city/lamp-{asset}", "a name in braces takes a whole level"),
    ],
)
def test_that_a_template_that_cannot_work_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ProfileProblem, match=reason):
        TopicTemplate(text)
