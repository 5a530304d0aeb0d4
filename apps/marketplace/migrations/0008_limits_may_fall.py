"""A license that was marked as over-allocated may have fewer seats than are taken; nobody new gets one meanwhile."""

from django.db import migrations

LIMIT = """
CREATE OR REPLACE FUNCTION public.marketplace_limit_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {exempt} NEW.seat_limit < (SELECT count(*) FROM public.marketplace_seat WHERE license_id = NEW.id) THEN
        RAISE EXCEPTION 'more than % seats are taken', NEW.seat_limit
            USING ERRCODE = 'check_violation', CONSTRAINT = 'limit_holds_seats';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = (("marketplace", "0007_what_was_bought"),)

    operations = (
        migrations.RunSQL(
            LIMIT.format(exempt="NEW.over_allocated_since IS NULL AND"),
            LIMIT.format(exempt=""),
        ),
    )
