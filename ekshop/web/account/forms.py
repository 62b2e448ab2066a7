"""Sign-in forms: those of allauth, in our words, taking numbers in any digits."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.web.devices import number_spent


class MobileField(forms.CharField):
    """A mobile number as people write it, in either digits, cleaned to its stored form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{
                "label": _("Mobile number"),
                "max_length": 40,
                "widget": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
                **options,
            }
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return parse_mobile(text)
        except InvalidMobile as refused:
            raise ValidationError(str(refused), code=refused.code) from refused


class CodeField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{
                "label": _("Code"),
                "max_length": 40,
                "widget": forms.TextInput(
                    attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
                ),
                **options,
            }
        )

    def clean(self, value: Any) -> str:
        return "".join(latin_digits(super().clean(value)).split())


class RequestCodeForm(RequestLoginCodeForm):
    """By mobile number only: staff with an e-mail address have a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]
        self.fields["phone"] = MobileField()

    def clean_phone(self) -> str:
        phone = str(super().clean_phone())
        if phone and not number_spent(context.request, "sign_in_code", phone):
            raise get_adapter().validation_error("too_many_login_attempts")
        return phone


class ConfirmCodeForm(ConfirmLoginCodeForm):
    code = CodeField()

    def clean_code(self) -> str:
        """The try is spent before the code is looked at, against the number it was asked for."""
        request = context.request
        asked_for = str(request._login_stage.state.get("phone", ""))
        if not number_spent(request, "login_code", asked_for):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_code())


class PasswordSignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("E-mail address"),
            max_length=254,
            widget=forms.TextInput(attrs={"type": "email", "autocomplete": "username"}),
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password"])


def _labelled(form: forms.Form, **labels: Any) -> None:
    for name, label in labels.items():
        form.fields[name].label, form.fields[name].help_text = label, ""


class PasswordForgottenForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self, email=_("E-mail address"))


class PasswordByLinkForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self, password1=_("New password"), password2=_("The same once more"))


class PasswordFirstForm(SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self, password1=_("New password"), password2=_("The same once more"))


class PasswordChangeForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(
            self,
            oldpassword=_("Password until now"),
            password1=_("New password"),
            password2=_("The same once more"),
        )


class SecondFactorForm(AuthenticateForm):
    code = CodeField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))


class SecondFactorAgainForm(ReauthenticateForm):
    code = CodeField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))


class SecondFactorSetUpForm(ActivateTOTPForm):
    code = CodeField(label=_("The six digits your app shows now"))


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Your name in English letters"), max_length=120)
    name_bn = forms.CharField(label=_("Your name in Bengali"), max_length=120, required=False)
    language = forms.ChoiceField(
        label=_("Language of messages to you"),
        choices=[("bn", "বাংলা"), ("en", "English")],
        widget=forms.RadioSelect,
    )
