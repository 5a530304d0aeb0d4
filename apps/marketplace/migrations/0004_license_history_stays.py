"""The database keeps the history of a license: a change of state is never changed, and goes only with its whole tenant."""

from django.db import migrations

HISTORY_STAYS = """
CREATE FUNCTION public.marketplace_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM public.marketplace_license license
            JOIN public.tenants_tenant tenant ON tenant.id = license.tenant_id
            WHERE license.id = OLD.license_id AND tenant.status IN ('closed', 'erased')) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the history of a license is only ever added to' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON public.marketplace_licensechange
    FOR EACH ROW EXECUTE FUNCTION public.marketplace_history_stays();
"""
WITHOUT = """
DROP TRIGGER history_stays ON public.marketplace_licensechange;
DROP FUNCTION public.marketplace_history_stays();
"""


class Migration(migrations.Migration):
    dependencies = (("marketplace", "0003_database_counts_seats"),)

    operations = (migrations.RunSQL(HISTORY_STAYS, WITHOUT),)
