"""Pupils who bring others along: terms, training, kits for events, short addresses, the wall, question boxes."""

from portfolio_app.pages.ambassador import (
    ambassador,
    ambassador_questions,
    ambassadors,
    campaigns,
    class_questions,
    event_kit,
    question_box,
    term,
    training,
    wall,
    worry_words,
)

__all__ = [
    "ambassador",
    "ambassador_questions",
    "ambassadors",
    "campaigns",
    "class_questions",
    "event_kit",
    "question_box",
    "term",
    "training",
    "wall",
    "worry_words",
]
