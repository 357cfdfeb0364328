"""A teacher's and a counsellor's pages."""

from portfolio_app.pages.teacher import cards, classes, decision_lessons, pupil, school_class, support_asked

__all__ = ["cards", "classes", "decision_lessons", "pupil", "school_class", "support_asked"]
