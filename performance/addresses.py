"""Where performance stands on the page of a case."""

SECTION = "performance"
