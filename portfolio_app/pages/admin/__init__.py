"""An admin's pages."""

from portfolio_app.pages.admin import local_help, region, school_settings, schools

__all__ = ["local_help", "region", "school_settings", "schools"]
