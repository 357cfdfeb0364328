"""What the voices say together is one plain sentence, right in every language and number."""

import pytest

from portfolio_app.core.languages import languages, speaking
from portfolio_app.skills.voice_words import Views, sentence, whole_sentence


def views(own: int, *steps: int, dial: bool = False) -> Views:
    return Views(own, [(str(number), step) for number, step in enumerate(steps)], dial)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (views(2), ""),
        (views(0), ""),
        (views(0, 3), "The person who has seen you work has said how they see this. You have not yet."),
        (views(2, 3), "You see yourself a step lower than the person who has seen you work."),
        (views(2, 3, 3), "You see yourself a step lower than the 2 people who have seen you work."),
        (views(1, 3), "You see yourself lower than the person who has seen you work."),
        (views(1, 3, 2), "You see yourself lower than the 2 people who have seen you work."),
        (views(2, 2, 3), "You see yourself lower than some of the 2 people who have seen you work."),
        (views(3, 2), "You see yourself a step higher than the person who has seen you work."),
        (views(4, 2), "You see yourself higher than the person who has seen you work."),
        (views(3, 3, 2), "You see yourself higher than some of the 2 people who have seen you work."),
        (views(3, 3), "You and the person who has seen you work see the same."),
        (views(3, 3, 3, 3), "You and the 3 people who have seen you work see the same."),
        (views(2, 1, 3), "You and the 2 people who have seen you work do not all see the same."),
        (views(2, 5, dial=True), "You and the person who has seen you work see this differently."),
    ],
)
def test_one_capability_in_one_sentence(seen: Views, said: str) -> None:
    with speaking("en"):
        assert sentence(seen) == said


def test_the_whole_counts_people_not_answers() -> None:
    with speaking("en"):
        both = whole_sentence([views(2, 3, 3), views(1, 2)])
        assert both == "You see yourself a step lower than the 2 people who have seen you work."
        mixed = whole_sentence([views(2, 3), views(3, 1)])
        assert (
            mixed == "In some skills you see yourself lower than the people who have seen you work, in others higher."
        )
        assert whole_sentence([views(0, 3), views(2)]) == ""


def test_in_every_language_each_number_has_its_form() -> None:
    for language in languages():
        with speaking(language):
            one, two = sentence(views(2, 3)), sentence(views(2, 3, 3))
            assert one != two
            assert "2" in two
            assert "{" not in one + two
