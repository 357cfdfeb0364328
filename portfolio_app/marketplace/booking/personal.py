"""What bookings hold about a person: that a seat is a pupil's, and which adult booked it. The seat is free once they
go."""

from portfolio_app.core.personal import Mentioned, Then, register
from portfolio_app.marketplace.booking.counting import free_before_erasure
from portfolio_app.marketplace.booking.models import Booking

register(
    Mentioned(Booking, "pupil_id"),
    Mentioned(Booking, "by_id", Then.NAMELESS),
    before_erasure=free_before_erasure,
)
