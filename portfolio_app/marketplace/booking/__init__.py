"""Seats on the dates of offers: booked, held for a while, waited for."""
