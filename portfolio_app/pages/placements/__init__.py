"""Periods, their boards, and seats on offers: for teachers and counsellors."""

from portfolio_app.pages.placements import offer, period, periods

__all__ = ["offer", "period", "periods"]
