"""The admin site of this house."""

from django.contrib.admin.apps import AdminConfig


class HouseAdminConfig(AdminConfig):
    default_site = "accounts.admin_site.HouseAdminSite"
