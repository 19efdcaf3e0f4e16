"""What is a bundle cannot come to lie anywhere, and what lies anywhere cannot become a bundle.

Two that begin in the same instant meet at one lock: shared by those who bring goods to an empty place, alone for who
makes a bundle. Each looks only after it has the lock, and keeps it until its transaction ends.
"""

from django.db import migrations

GUARDS = """
CREATE FUNCTION inventory_bundle_owns_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('bundles own nothing', 3));
    IF EXISTS (SELECT FROM catalog_bundlepart WHERE bundle_id = NEW.sku_id) THEN
        RAISE EXCEPTION 'a bundle owns no stock' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'bundle_owns_nothing',
            DETAIL = (SELECT code FROM catalog_sku WHERE id = NEW.sku_id);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER inventory_balance_bundle_comes BEFORE INSERT ON inventory_balance
    FOR EACH ROW WHEN (NEW.on_hand > 0) EXECUTE FUNCTION inventory_bundle_owns_nothing();
CREATE TRIGGER inventory_balance_bundle_fills BEFORE UPDATE OF on_hand ON inventory_balance
    FOR EACH ROW WHEN (OLD.on_hand = 0 AND NEW.on_hand > 0) EXECUTE FUNCTION inventory_bundle_owns_nothing();

CREATE FUNCTION inventory_stock_is_no_bundle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('bundles own nothing', 3));
    IF EXISTS (SELECT FROM inventory_balance WHERE sku_id = NEW.bundle_id AND on_hand > 0) THEN
        RAISE EXCEPTION 'what lies on stock is no bundle' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'bundle_owns_nothing',
            DETAIL = (SELECT code FROM catalog_sku WHERE id = NEW.bundle_id);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER catalog_bundlepart_owns_nothing BEFORE INSERT OR UPDATE OF bundle_id ON catalog_bundlepart
    FOR EACH ROW EXECUTE FUNCTION inventory_stock_is_no_bundle();
"""

NO_GUARDS = """
DROP FUNCTION inventory_bundle_owns_nothing CASCADE;
DROP FUNCTION inventory_stock_is_no_bundle CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0005_no_truncate"), ("catalog", "0003_pinyin")]
    operations = [migrations.RunSQL(GUARDS, NO_GUARDS)]
