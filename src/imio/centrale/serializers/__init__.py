"""JSON in and out of the fields of the package."""
