"""REST services, one folder for each endpoint."""
