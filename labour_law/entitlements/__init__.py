"""What a worker is owed, worked out line by line: one module for each entitlement."""
