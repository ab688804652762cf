"""What is typed about a lawyer's account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.admin import ReasonedForm
from core.fields import PhoneField


class ReachedForm(ReasonedForm):
    """A firm or a lawyer, whose telephone is kept in one spelling."""

    phone = PhoneField(label=_("Phone"), required=False)


class InviteLawyerForm(forms.ModelForm):
    """User name and address of a lawyer who shall sign in; name and phone are known."""

    class Meta:
        model = User
        fields = ["username", "email"]
        help_texts = {
            "username": _("Typed at sign-in. Letters and digits, for example shenyufang."),
            "email": _("The invitation goes there. Without one you pass the link on yourself."),
        }
