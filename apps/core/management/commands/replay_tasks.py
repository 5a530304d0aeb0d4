"""`manage.py replay_tasks` puts back what has failed, was refused or was given up."""

from argparse import ArgumentParser
from uuid import UUID

from django.core.management import BaseCommand

from apps.core.models import QueuedTask
from apps.core.queue.replay import replay_all


class Command(BaseCommand):
    help = "Queue again what was given up (dead), or the tasks that the options choose. Running it twice does no harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "ids", nargs="*", type=UUID, metavar="ID", help="these tasks only, in whatever state they ended"
        )
        parser.add_argument(
            "--state", action="append", choices=[str(state) for state in QueuedTask.REPLAYABLE], help="default: dead"
        )
        parser.add_argument("--name", help="tasks of this name only, such as cv_analysis.analyse_cv")
        parser.add_argument("--schema", help="tasks of this tenant's schema only")
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(
        self,
        *args: object,
        ids: list[UUID],
        state: list[str] | None,
        name: str | None,
        schema: str | None,
        dry_run: bool,
        **options: object,
    ) -> None:
        states = state or ([str(each) for each in QueuedTask.REPLAYABLE] if ids else [str(QueuedTask.State.DEAD)])
        tasks = QueuedTask.objects.filter(state__in=states)
        if ids:
            tasks = tasks.filter(pk__in=ids)
        if name:
            tasks = tasks.filter(name=name)
        if schema:
            tasks = tasks.filter(schema_name=schema)
        if dry_run:
            self.stdout.write(f"{tasks.count()} tasks would be queued again.")
            return
        self.stdout.write(f"{replay_all(tasks)} tasks are queued again.")
