"""What may be claimed by the facts of one employment: one module for each thing that tells it."""
