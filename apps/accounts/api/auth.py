"""Sign-up, sign-in and profile over HTTP."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.agreeing import AgreedSerializer, agreed_at_sign_up
from apps.accounts.api.proof import require_password
from apps.accounts.arrivals import LONGEST_REF
from apps.accounts.models import Agreement, Membership, SignIn, User
from apps.accounts.permissions import IsMember
from apps.accounts.queries import home_membership, memberships_of
from apps.accounts.second_factor import has_second_factor
from apps.accounts.second_factor_forms import AuthenticateForm
from apps.accounts.services import (
    change_password,
    note_sign_in,
    remember_tenant,
    sign_up_candidate,
    sign_up_company,
)
from apps.accounts.sign_in_guard import SESSION_ROW
from apps.accounts.tokens import end_tokens_of, refresh_pair, token_pair
from apps.accounts.visits import visit_of
from apps.core.problems import ProblemError


class WrongPasswordError(ProblemError):
    code = "wrong-credentials"
    title = _("E-mail address or password are not right.")
    status = 401


class SecondFactorWantedError(ProblemError):
    code = "mfa-required"
    title = _("Your account asks for a second step.")
    status = 401


class WrongCodeError(ProblemError):
    code = "wrong-code"
    title = _("This code is not right, or was used already.")
    status = 401


class NoWorkspaceError(ProblemError):
    code = "no-workspace"
    title = _("This account belongs to no workspace that it may enter.")
    status = 403


class PersonSerializer(serializers.Serializer[User]):
    id = serializers.UUIDField(read_only=True)
    email = serializers.EmailField(read_only=True)
    name = serializers.CharField(max_length=120)


class TenantSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()


class MembershipSerializer(serializers.Serializer[Membership]):
    tenant = TenantSerializer()
    role = serializers.CharField()


class SessionSerializer(serializers.Serializer[Any]):
    """Tokens, and who and where their bearer is."""

    access = serializers.CharField()
    refresh = serializers.CharField()
    user = PersonSerializer()
    tenant = TenantSerializer()
    role = serializers.CharField()
    memberships = MembershipSerializer(many=True)


class PasswordField(serializers.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=128, write_only=True, **kwargs)


class RegisterSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    password = PasswordField()
    name = serializers.CharField(max_length=120)
    company = serializers.CharField(max_length=120, required=False)
    ref = serializers.CharField(
        max_length=LONGEST_REF, required=False, help_text="The code of whoever recommended the platform."
    )
    agreement = AgreedSerializer(required=False, help_text="Needed where `GET auth/legal/` names something.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            validate_password(attrs["password"], User(email=attrs["email"], name=attrs["name"]))
        except ValidationError as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        return attrs


class LoginSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    password = PasswordField()
    tenant = serializers.SlugField(required=False, help_text="Slug; without it the tenant last worked in.")
    code = serializers.CharField(
        required=False, max_length=32, help_text="Of an authenticator app, or a recovery code; when asked for."
    )


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = serializers.CharField()


class TokenPairSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField()


class SignInAgainSerializer(serializers.Serializer[Any]):
    password = PasswordField()
    code = serializers.CharField(
        required=False, max_length=32, help_text="Of an authenticator app, or a recovery code; when asked for."
    )


class ChangePasswordSerializer(serializers.Serializer[Any]):
    old_password = PasswordField()
    new_password = PasswordField()


def here(request: Request) -> str | None:
    """The id of the browser's session that the request came with; programs have none."""
    django_request: Any = request._request
    return None if django_request.claims else django_request.session.get(SESSION_ROW)


def session_answer(membership: Membership, status: int) -> Response:
    """Tokens for the member, with all tenants the person may go to."""
    return Response(
        SessionSerializer(
            {
                **token_pair(membership),
                "user": membership.user,
                "tenant": membership.tenant,
                "role": membership.role,
                "memberships": memberships_of(membership.user),
            }
        ).data,
        status=status,
    )


class StrangersView(APIView):
    """For people who have no token yet, or one that has ended."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class RegisterView(StrangersView):
    @extend_schema(request=RegisterSerializer, responses={201: SessionSerializer})
    def post(self, request: Request) -> Response:
        """Sign up a company with its owner, or, without `company`, a candidate."""
        form = RegisterSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = dict(form.validated_data)
        consent = agreed_at_sign_up(data, request._request, how=Agreement.How.API)
        sign_up = sign_up_company if "company" in data else sign_up_candidate
        return session_answer(sign_up(**data, consent=consent), 201)


class LoginView(StrangersView):
    @extend_schema(request=LoginSerializer, responses={200: SessionSerializer})
    def post(self, request: Request) -> Response:
        """Trade address and password, and where it is asked for a code of the second step, for tokens."""
        form = LoginSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = self.person(request, form.validated_data)
        membership = home_membership(user)
        if slug := form.validated_data.get("tenant"):
            membership = memberships_of(user).filter(tenant__slug=slug).first()
        if membership is None:
            raise NoWorkspaceError
        remember_tenant(user, membership.tenant)
        note_sign_in(user, visit_of(request._request), way=SignIn.Way.PASSWORD)
        membership.user = user
        return session_answer(membership, 200)

    @classmethod
    def person(cls, request: Request, data: dict[str, Any]) -> User:
        """Whoever the address, the password and, where the account has a second step, its code belong to."""
        user = cls._authenticated(request, data)
        if has_second_factor(user):
            cls.check_code(request, user, data.get("code"))
        return user

    @staticmethod
    def _authenticated(request: Request, data: dict[str, Any]) -> User:
        """allauth's check with its limits per account and address."""
        try:
            user = get_adapter().authenticate(request._request, email=data["email"], password=data["password"])
        except ValidationError as error:
            raise WrongPasswordError(" ".join(error.messages)) from error
        if not isinstance(user, User):
            raise WrongPasswordError
        return user

    @staticmethod
    def check_code(request: Request, user: User, code: str | None) -> None:
        """SecondFactorWantedError or WrongCodeError unless it is the person's code of now."""
        if not code:
            raise SecondFactorWantedError(_("Send `code` along: of your authenticator app, or a recovery code."))
        form = AuthenticateForm(user=user, data={"code": code})
        if not form.is_valid():
            raise WrongCodeError(" ".join(str(error) for error in form.errors["code"]))
        form.authenticator.record_usage()


class RefreshView(StrangersView):
    @extend_schema(request=RefreshSerializer, responses={200: TokenPairSerializer})
    def post(self, request: Request) -> Response:
        """Trade a refresh token for a new pair; each works once."""
        form = RefreshSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(refresh_pair(form.validated_data["refresh"]))


class LogoutView(StrangersView):
    @extend_schema(request=RefreshSerializer, responses={204: OpenApiResponse(description="Signed out.")})
    def post(self, request: Request) -> Response:
        """End all tokens of this membership."""
        form = RefreshSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        end_tokens_of(form.validated_data["refresh"])
        return Response(status=204)


class MemberView(APIView):
    """For members; gives views their membership."""

    permission_classes: tuple[type[BasePermission], ...] = (IsMember,)

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership


class SignInAgainView(MemberView):
    @extend_schema(request=SignInAgainSerializer, responses={200: TokenPairSerializer})
    def post(self, request: Request) -> Response:
        """Prove that it is still you: tokens of a sign-in that begins now, beside those there are."""
        form = SignInAgainSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = self.membership.user
        require_password(request, user, form.validated_data["password"])
        if has_second_factor(user):
            LoginView.check_code(request, user, form.validated_data.get("code"))
        if here(request):
            record_authentication(request._request, user, method="password", reauthenticated=True)
        return Response(token_pair(self.membership))


class ChangePasswordView(MemberView):
    @extend_schema(request=ChangePasswordSerializer, responses={200: SessionSerializer})
    def post(self, request: Request) -> Response:
        """Set a new password; all other tokens end, the answer brings new ones."""
        form = ChangePasswordSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = self.membership.user
        require_password(request, user, form.validated_data["old_password"], field="old_password")
        try:
            validate_password(form.validated_data["new_password"], user)
        except ValidationError as error:
            raise serializers.ValidationError({"new_password": error.messages}) from error
        browser = here(request)
        change_password(user, password=form.validated_data["new_password"], but=browser)
        if browser:
            update_session_auth_hash(request._request, user)
        self.membership.refresh_from_db(fields=["token_version"])
        return session_answer(self.membership, 200)


urlpatterns = [
    path("register/", RegisterView.as_view(), name="register"),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("token/refresh/", RefreshView.as_view(), name="token-refresh"),
    path("sign-in-again/", SignInAgainView.as_view(), name="sign-in-again"),
    path("change-password/", ChangePasswordView.as_view(), name="change-password"),
]
