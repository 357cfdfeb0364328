"""What a host says once a year of safety, for all schools of its region."""
