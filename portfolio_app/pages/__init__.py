"""What people see; a folder per audience, a module per page."""
