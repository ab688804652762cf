"""Periods cut in two where a rate may change."""

from datetime import date, timedelta

from hypothesis import strategies as st


def cut_at_a_first(period: tuple[date, date], data: st.DataObject) -> list[tuple[date, date]]:
    """The two parts of a period, both of its days counted, cut before some first of a month; the whole where there is
    none in it."""
    start, end = period
    firsts = [day for i in range(1, (end - start).days + 1) if (day := start + timedelta(i)).day == 1]
    if not firsts:
        return [period]
    cut = data.draw(st.sampled_from(firsts))
    return [(start, cut - timedelta(1)), (cut, end)]
