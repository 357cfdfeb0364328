"""A teacher's and a counsellor's pages."""

from portfolio_app.pages.teacher import cards, classes, pupil, school_class

__all__ = ["cards", "classes", "pupil", "school_class"]
