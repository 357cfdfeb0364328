"""A teacher's and a counsellor's pages."""

from portfolio_app.pages.teacher import (
    cards,
    class_picture,
    classes,
    decision_lessons,
    pupil,
    school_class,
    support_asked,
    talk_note,
    voices,
    what_i_see,
)

__all__ = [
    "cards",
    "class_picture",
    "classes",
    "decision_lessons",
    "pupil",
    "school_class",
    "support_asked",
    "talk_note",
    "voices",
    "what_i_see",
]
