"""A school coordinator's pages."""

from portfolio_app.pages.coordinator import adding, codes, local_help, people, person, school, school_class

__all__ = ["adding", "codes", "local_help", "people", "person", "school", "school_class"]
