"""Content types of imio.centrale, one module each."""
