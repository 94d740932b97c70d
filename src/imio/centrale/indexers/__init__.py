"""What the catalog knows of an object; lists and figures read this and no object."""
