"""Chinese labour law as pure functions: no framework, no clock, no I/O but the tables in ``data/``."""
