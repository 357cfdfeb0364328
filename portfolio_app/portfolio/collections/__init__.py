"""Collections: the same entries in another order, for one occasion ("for my application", "sports")."""
