"""Polku: a profile of career management skills and a portfolio that stays its owner's after school."""
