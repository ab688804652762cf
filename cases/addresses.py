"""Where the page of a case stands."""

from django.urls import reverse


def case_url(case_id: int, section: str = "") -> str:
    """The case page, at one of its sections."""
    return reverse("cases:detail", args=[case_id]) + (f"#{section}" if section else "")
