"""Pupils who bring others along: calls and terms, one ambassador's term, the wall, and the question box of a class."""

from portfolio_app.pages.ambassador import (
    ambassador,
    ambassador_questions,
    ambassadors,
    campaigns,
    class_questions,
    question_box,
    term,
    wall,
    worry_words,
)

__all__ = [
    "ambassador",
    "ambassador_questions",
    "ambassadors",
    "campaigns",
    "class_questions",
    "question_box",
    "term",
    "wall",
    "worry_words",
]
