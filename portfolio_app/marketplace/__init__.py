"""Hosts, offers, bookings, working-hours rules, agreements, placements."""
