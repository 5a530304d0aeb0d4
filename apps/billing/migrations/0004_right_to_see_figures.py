"""A right of platform staff: to see what the platform earns."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("billing", "0003_live_time"),)

    operations = (
        migrations.AlterModelOptions(
            name="ledgertransaction",
            options={
                "ordering": ("-id",),
                "permissions": (("view_figures", "Can see what the platform earns"),),
            },
        ),
    )
