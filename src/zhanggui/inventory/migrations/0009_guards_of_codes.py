"""A unique code goes only where its piece can have gone, and a mark is passed once."""

from django.db import migrations

from zhanggui.kernel.steps import guard_steps_sql

STEPS = {
    "inventory_uniquecode": {
        "in_stock": {"in_parcel"},
        "in_parcel": {"in_stock", "shipped"},
        "shipped": {"in_parcel", "returned"},
        "returned": {"in_stock"},
    },
    "inventory_inspectionmark": {"pending": {"passed"}},
}

# Whoever scans a code has read its SKU as tracked; the other side looks once the pieces in parcels are on record.
TRACKING = """
CREATE FUNCTION inventory_codes_in_parcels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM inventory_uniquecode WHERE sku_id = NEW.id AND state = 'in_parcel') THEN
        RAISE EXCEPTION 'unique codes of % are in parcels', NEW.code USING
            ERRCODE = 'check_violation', CONSTRAINT = 'codes_in_parcels';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalog_sku_codes_in_parcels BEFORE UPDATE OF tracking ON catalog_sku
    FOR EACH ROW WHEN (OLD.tracking = 'code' AND NEW.tracking <> 'code') EXECUTE FUNCTION inventory_codes_in_parcels();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0008_codes_and_marks")]
    operations = [
        *(migrations.RunSQL(guard_steps_sql(table, steps)) for table, steps in STEPS.items()),
        migrations.RunSQL(TRACKING, "DROP FUNCTION inventory_codes_in_parcels CASCADE"),
    ]
