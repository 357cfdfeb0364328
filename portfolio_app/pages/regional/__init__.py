"""A regional coordinator's pages."""

from portfolio_app.pages.regional import host, hosts

__all__ = ["host", "hosts"]
