"""Numbers of things as commands say them. Pages have `ngettext`."""


def counted(number: int, thing: str, things: str = "") -> str:
    """1 row, 2 rows, 1,234 seals; `things` where the plural does not end in -s.

    >>> counted(1, "offer"), counted(1234, "offer"), counted(0, "entry", "entries")
    ('1 offer', '1,234 offers', '0 entries')
    """
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"
