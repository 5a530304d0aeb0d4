"""Terms and privacy notice over HTTP, and agreeing to them."""

from typing import Any

from django.urls import path
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.agreement_middleware import works_without_agreement
from apps.accounts.api.agreeing import AgreedSerializer, agreed_in
from apps.accounts.api.auth import MemberView, StrangersView
from apps.accounts.legal import missing_for, texts_in_force
from apps.accounts.models import Agreement, LegalText, User
from apps.accounts.queries import agreements_of
from apps.accounts.services import agree


class LegalTextSerializer(serializers.Serializer[Any]):
    """A text in force, in the language that was asked for where it is there in it."""

    kind = serializers.ChoiceField(choices=LegalText.Kind.choices)
    version = serializers.IntegerField()
    title = serializers.CharField()
    published_at = serializers.DateTimeField()
    language = serializers.CharField(help_text="`en` or `de`.")
    news = serializers.CharField(help_text="What is new in it, in a sentence; may be empty.")
    text = serializers.CharField(help_text="Markdown.")
    url = serializers.CharField(help_text="Its page.")


class LegalTextPageSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = LegalTextSerializer(many=True)


class MissingTextSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=LegalText.Kind.choices)
    version = serializers.IntegerField(source="number")


class GivenSerializer(serializers.Serializer[Agreement]):
    kind = serializers.ChoiceField(choices=LegalText.Kind.choices, source="text.kind")
    version = serializers.IntegerField(source="text.number")
    at = serializers.DateTimeField()
    how = serializers.ChoiceField(choices=Agreement.How.choices)


class AgreementSerializer(serializers.Serializer[Any]):
    """Whether the person has agreed to all that is in force, what is missing, and what they ever agreed to."""

    agreed = serializers.BooleanField()
    missing = MissingTextSerializer(many=True)
    agreements = GivenSerializer(many=True)


class LegalView(StrangersView):
    @extend_schema(responses=LegalTextPageSerializer, operation_id="auth_legal_list")
    def get(self, request: Request) -> Response:
        """The terms of use and the privacy notice that are in force; none where the operator published none."""
        in_force = {text.id: text.url for text in texts_in_force()}
        texts = LegalText.objects.filter(pk__in=in_force).order_by("-kind") if in_force else []
        results = [self._said(text, in_force[text.pk]) for text in texts]
        page = {"count": len(results), "next": None, "previous": None, "results": results}
        return Response(LegalTextPageSerializer(page).data)

    @staticmethod
    def _said(text: LegalText, url: str) -> dict[str, Any]:
        language = text.language_for(get_language() or "en")
        return {
            "kind": text.kind,
            "version": text.number,
            "title": text.get_kind_display(),
            "published_at": text.published_at,
            "language": language,
            "news": text.news_in(language),
            "text": text.text_in(language),
            "url": url,
        }


@works_without_agreement
class AgreementView(MemberView):
    @extend_schema(responses=AgreementSerializer)
    def get(self, request: Request) -> Response:
        """What you agreed to, and what is missing."""
        return self._answer(self.membership.user)

    @extend_schema(request=AgreedSerializer, responses=AgreementSerializer)
    def post(self, request: Request) -> Response:
        """Agree to the versions in force; name each that is missing."""
        form = AgreedSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user, missing = self.membership.user, missing_for(self.membership.user)
        agree(user, agreed_in(form.validated_data, missing, request._request, how=Agreement.How.API))
        return self._answer(user)

    @staticmethod
    def _answer(user: User) -> Response:
        missing = missing_for(user)
        said = {"agreed": not missing, "missing": missing, "agreements": agreements_of(user)}
        return Response(AgreementSerializer(said).data)


urlpatterns = [
    path("legal/", LegalView.as_view(), name="legal"),
    path("agreement/", AgreementView.as_view(), name="agreement-state"),
]
