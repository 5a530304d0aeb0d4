"""Tasks remember the request that wanted them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_queued_task")]

    operations = [
        migrations.AddField(
            model_name="queuedtask",
            name="request_id",
            field=models.CharField(blank=True, db_default="", max_length=32),
        ),
    ]
