"""The catalogue for programs: Atom and iCalendar. No Plone import but in ``serving``."""
