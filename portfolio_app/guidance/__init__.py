"""After school: where somebody goes if they tell, whom they can turn to for a year, and how it is going."""
