"""Made-up data by the million, to measure with: `manage.py fill`. Nobody in it exists.

Rows are written straight into the tables, each with its history as the actions would have left it; `reconcile` and
`verify_record` prove that. `parties.py` makes up people and employers, `cast.py` those who work on cases. `roads.py`
tells a case from intake to its end, by what it is dealt (`cards.py`), with money (`money.py`) and what every act needs
(`telling.py`). `book.py` keeps what was told, `sheets.py` writes it.
"""
