"""An admin's pages."""

from portfolio_app.pages.admin import region, school_settings, schools

__all__ = ["region", "school_settings", "schools"]
