"""The queue of record."""

import django.core.serializers.json
import django.db.models.functions.datetime
from django.db import migrations, models

import apps.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="QueuedTask",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120)),
                ("queue", models.CharField(max_length=40)),
                ("schema_name", models.CharField(max_length=63)),
                ("tenant_id", models.UUIDField(blank=True, null=True)),
                (
                    "kwargs",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("dead", "Given up"),
                            ("refused", "Refused"),
                        ],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("run_after", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("tick", models.DateTimeField(blank=True, null=True)),
                ("progress_percent", models.PositiveSmallIntegerField(default=0)),
                ("progress_step", models.CharField(blank=True, max_length=200)),
                ("problem_code", models.CharField(blank=True, max_length=60)),
                ("problem_title", models.CharField(blank=True, max_length=300)),
                ("problem_trace", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")),
                        fields=["queue", "schema_name", "run_after"],
                        name="queued_task_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "running")), fields=["lease_until"], name="queued_task_running"
                    ),
                    models.Index(
                        condition=models.Q(("finished_at__isnull", False)),
                        fields=["state", "finished_at"],
                        name="queued_task_finished",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("tick__isnull", False)), fields=("name", "tick"), name="one_task_per_tick"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("progress_percent__lte", 100)), name="progress_is_a_percentage"
                    ),
                ],
            },
        ),
    ]
