"""Reports over a span of days, and the projects of a year."""

from reports.models.period import Parties, PeriodReport, ReportShape, Rows
from reports.models.projects import Project, ProjectEntry, ProjectUnit, RollUp

__all__ = [
    "Parties",
    "PeriodReport",
    "Project",
    "ProjectEntry",
    "ProjectUnit",
    "ReportShape",
    "RollUp",
    "Rows",
]
