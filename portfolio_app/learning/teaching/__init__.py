"""The teacher’s side of lessons: assigning them, planning years of them, and the hours that were held."""
