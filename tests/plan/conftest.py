"""What tests of plans stand on: goals can be shared, as they can in the app."""

from portfolio_app.plan import shareable

assert shareable.find_goals
