"""Short addresses on posters and slides that count how many come by them, without knowing anybody."""
