"""Interviews over HTTP: start one, answer, and read what came of it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights
from apps.core.database_clock import database_now
from apps.core.ids import UUID_PATTERN
from apps.core.problems import ProblemError
from apps.core.together import read_together
from apps.interviews import services
from apps.interviews.api import shapes
from apps.interviews.models import Question, Session
from apps.interviews.previewing import orders_of
from apps.interviews.queries import percentile_of, sessions_for, sessions_of
from apps.interviews.setting_up import start_now

OWN = ("start", "begin", "submit_answer", "complete", "draft", "skip", "hint", "pause", "resume", "next", "abandon")


class NotReadyError(ProblemError):
    code = "not-ready"
    title = _("The interview is not evaluated yet.")
    status = 409


class SessionViewSet(viewsets.GenericViewSet[Session]):
    """The member's interviews; those who review also see everybody's assessments."""

    permission_classes = (HasRights,)
    rights = {
        **dict.fromkeys(("list", "retrieve", "feedback"), "interviews.view"),
        **dict.fromkeys((*OWN, "destroy"), "interviews.practise"),
        "review": "interviews.review",
    }
    serializer_class = shapes.SessionSerializer
    queryset = Session.objects.none()
    lookup_value_regex = UUID_PATTERN
    filterset_fields = ("state", "mode", "role", "level", "kind")
    search_fields = ("title",)
    ordering_fields = ("created_at", "score", "started_at")

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return Session.objects.none()
        return sessions_for(self.membership)

    def _seen(self, pk: str) -> Session:
        found: Session = get_object_or_404(self.get_queryset(), pk=pk)
        return found

    def _own(self, pk: str) -> Session:
        """Only the person interviewed answers."""
        return get_object_or_404(sessions_of(self.membership), pk=pk)

    def _checked(self, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        form = shape(data=self.request.data)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _detail(self, session: Session, *, status: int = 200) -> Response:
        (session,), questions, orders = read_together(
            Session.objects.filter(pk=session.pk), session.questions.order_by("position"), orders_of(session)[:1]
        )
        shows = session.is_over or session.setup.get("feedback") == "each"
        # What will be asked later is not told before.
        known = [one for one in questions if one.state != Question.State.WAITING]
        rows = [shapes.question_json(one, shows_scores=shows) for one in known]
        current = next((row for row in rows if row["state"] == Question.State.OPEN), None)
        body = {
            **shapes.session_json(session),
            "server_time": database_now(),
            "writing": shapes.writing_json(orders[0] if orders else None),
            "current": current,
            "questions": rows,
        }
        return Response(body, status=status)

    @extend_schema(responses=shapes.SessionSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response([shapes.session_json(one) for one in page])

    @extend_schema(responses=shapes.SessionDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Where the interview is, with the question that is open."""
        session = self._seen(pk)
        if session.member_id == self.membership.pk:
            services.time_out(session)
        return self._detail(session)

    @extend_schema(responses={204: OpenApiResponse(description="Deleted.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a practice interview with all its answers."""
        services.delete_session(self._own(pk))
        return Response(status=204)

    @extend_schema(
        request=shapes.StartSerializer,
        responses={201: shapes.SessionDetailSerializer, 202: shapes.SessionDetailSerializer},
    )
    @action(detail=False, methods=["post"])
    def start(self, request: Request) -> Response:
        """Begin to practise: the questions are chosen, the interview is counted, the first question is open.

        With `questions_from` "model" and a provider that can be asked the answer is 202: look until `writing` is no
        longer waiting, then `begin`. Without a provider the library serves the same request, and `writing` says so.
        Where what is included is used up, a ticket or credits pay (`paid_by`), else it is 402 `payment-required`.
        """
        session = start_now(self.membership, self._checked(shapes.StartSerializer))
        return self._detail(session, status=202 if session.state == Session.State.DRAFT else 201)

    @extend_schema(request=None, responses=shapes.SessionDetailSerializer)
    @action(detail=True, methods=["post"])
    def begin(self, request: Request, pk: str) -> Response:
        """Begin an interview whose questions were written; what is not written by now comes from the library.

        It is paid for as by `start`.
        """
        return self._detail(services.start_session(self._own(pk)))

    @extend_schema(request=shapes.AnswerSerializer, responses=shapes.SessionDetailSerializer)
    @action(detail=True, methods=["post"], url_path="submit-answer")
    def submit_answer(self, request: Request, pk: str) -> Response:
        """Hand in the answer to the open question; sent twice it counts once. `next` goes on."""
        session, sent = self._own(pk), self._checked(shapes.AnswerSerializer)
        services.submit_answer(
            session, question_id=sent["question"], text=sent["answer"], confidence=sent.get("confidence")
        )
        return self._detail(session)

    @extend_schema(request=None, responses=shapes.SessionDetailSerializer)
    @action(detail=True, methods=["post"])
    def next(self, request: Request, pk: str) -> Response:
        """Go on after an answer; after the last one the interview is evaluated."""
        session = self._own(pk)
        services.next_question(session)
        return self._detail(session)

    @extend_schema(request=shapes.DraftSerializer, responses=shapes.DraftVersionSerializer)
    @action(detail=True, methods=["post"])
    def draft(self, request: Request, pk: str) -> Response:
        """Keep what was typed so far; 409 `stale-draft` with what stands there when another window wrote since."""
        session, sent = self._own(pk), self._checked(shapes.DraftSerializer)
        version = services.save_draft(session, question_id=sent["question"], text=sent["text"], version=sent["version"])
        return Response({"version": version})

    @extend_schema(request=shapes.OneQuestionSerializer, responses=shapes.SessionDetailSerializer)
    @action(detail=True, methods=["post"])
    def skip(self, request: Request, pk: str) -> Response:
        """Leave the question out, which counts as 0 points."""
        session = self._own(pk)
        services.skip_question(session, question_id=self._checked(shapes.OneQuestionSerializer)["question"])
        return self._detail(session)

    @extend_schema(request=shapes.OneQuestionSerializer, responses=shapes.HintSerializer)
    @action(detail=True, methods=["post"])
    def hint(self, request: Request, pk: str) -> Response:
        """A hint, which costs a tenth of the question's points."""
        session = self._own(pk)
        hint = services.take_hint(session, question_id=self._checked(shapes.OneQuestionSerializer)["question"])
        return Response({"hint": hint})

    @extend_schema(request=None, responses=shapes.SessionDetailSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        """Stop the clock."""
        return self._detail(services.pause_session(self._own(pk)))

    @extend_schema(request=None, responses=shapes.SessionDetailSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Let the clock go on."""
        return self._detail(services.resume_session(self._own(pk)))

    @extend_schema(request=None, responses=shapes.SessionDetailSerializer)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """End it now; a draft is handed in, and what was not asked is left out."""
        return self._detail(services.complete_session(self._own(pk)))

    @extend_schema(request=None, responses=shapes.SessionDetailSerializer)
    @action(detail=True, methods=["post"])
    def abandon(self, request: Request, pk: str) -> Response:
        """Give it up: the answers stay, and there is no score."""
        return self._detail(services.abandon_session(self._own(pk)))

    @extend_schema(request=shapes.ReviewSerializer, responses=shapes.SessionDetailSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """A person's score of an answer with its reason; the estimate stays beside it."""
        session, sent = self._seen(pk), self._checked(shapes.ReviewSerializer)
        services.review_answer(
            session, by=self.membership, question_id=sent["question"], score=sent["score"], reason=sent["reason"]
        )
        return self._detail(session)

    @extend_schema(
        responses={200: shapes.ReportSerializer, 409: OpenApiResponse(description="Not evaluated yet.")},
    )
    @action(detail=True)
    def feedback(self, request: Request, pk: str) -> Response:
        """What came of it, with the words of each answer that a score rests on."""
        session = self._seen(pk)
        if session.state != Session.State.COMPLETED:
            raise NotReadyError(_("Look at its state; it is ready a moment after it was completed."))
        questions = session.questions.exclude(state=Question.State.UNREACHED).order_by("position")
        return Response(
            {
                "session": shapes.session_json(session),
                "is_estimate": True,
                "report": session.report,
                "percentile": percentile_of(session),
                "answers": [
                    {
                        "question": shapes.question_json(one, shows_scores=True),
                        "evaluation": one.evaluation,
                        "reviewed_score": one.reviewed_score,
                        "review_reason": one.review_reason,
                        "ideal_answer": one.asked["answer"],
                    }
                    for one in questions
                ],
            }
        )
