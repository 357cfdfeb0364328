"""Workplaces that pupils have found themselves ("I asked at the bakery"), and what becomes of them."""
