"""Days at workplaces: periods, their boards and seats for teachers and counsellors; what pupils read, say and write of
their own days, and what adults of their school read of that."""

from portfolio_app.pages.placements import (
    afterwards,
    agreement,
    diary,
    evaluations,
    found_place,
    found_places,
    notes,
    offer,
    period,
    period_offers,
    period_wishes,
    periods,
    placement,
    placements,
    thanks,
    wishes,
    worries,
)

__all__ = [
    "afterwards",
    "agreement",
    "diary",
    "evaluations",
    "found_place",
    "found_places",
    "notes",
    "offer",
    "period",
    "period_offers",
    "period_wishes",
    "periods",
    "placement",
    "placements",
    "thanks",
    "wishes",
    "worries",
]
