"""The database refuses one seat more than a license has, whoever asks, by whatever way, and however many at once.

A seat first takes the lock of its license's row, so those of one license come one after the other and each counts what
the one before has committed. The limit cannot be lowered below what is taken either.
"""

from django.db import migrations

SEATS_WITHIN_LIMIT = """
CREATE FUNCTION public.marketplace_seat_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held record;
BEGIN
    SELECT seat_limit, tenant_id INTO held FROM public.marketplace_license
        WHERE id = NEW.license_id FOR NO KEY UPDATE;
    PERFORM 1 FROM public.accounts_membership WHERE id = NEW.membership_id AND tenant_id = held.tenant_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the member belongs to another tenant than the license'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_of_own_member';
    END IF;
    -- The member's own seat does not count: a second one is for one_seat_per_member to refuse.
    IF held.seat_limit <= (SELECT count(*) FROM public.marketplace_seat
            WHERE license_id = NEW.license_id AND membership_id <> NEW.membership_id AND id <> NEW.id) THEN
        RAISE EXCEPTION 'all % seats are taken', held.seat_limit
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seats_within_limit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seats_within_limit BEFORE INSERT OR UPDATE OF license_id, membership_id ON public.marketplace_seat
    FOR EACH ROW EXECUTE FUNCTION public.marketplace_seat_fits();

CREATE FUNCTION public.marketplace_limit_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seat_limit < (SELECT count(*) FROM public.marketplace_seat WHERE license_id = NEW.id) THEN
        RAISE EXCEPTION 'more than % seats are taken', NEW.seat_limit
            USING ERRCODE = 'check_violation', CONSTRAINT = 'limit_holds_seats';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER limit_holds_seats BEFORE UPDATE OF seat_limit ON public.marketplace_license
    FOR EACH ROW EXECUTE FUNCTION public.marketplace_limit_fits();
"""
WITHOUT = """
DROP TRIGGER limit_holds_seats ON public.marketplace_license;
DROP FUNCTION public.marketplace_limit_fits();
DROP TRIGGER seats_within_limit ON public.marketplace_seat;
DROP FUNCTION public.marketplace_seat_fits();
"""


class Migration(migrations.Migration):
    dependencies = (("marketplace", "0002_license_states"),)

    operations = (migrations.RunSQL(SEATS_WITHIN_LIMIT, WITHOUT),)
