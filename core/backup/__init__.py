"""Copies of database and files in one encrypted archive, and the way back.

`sealed` is the encrypted stream, `tables` the rows in a form both databases read, `archive` what is written and how it
is checked, `restoring` how an empty installation is filled from it.
"""


class BackupError(RuntimeError):
    """Why there is no backup, or none to restore from; says which key, table or file."""
