"""What is on its way is of the shop and warehouse of its parcel, whatever writes it; desks are read by them."""

import django.db.models.deletion
from django.db import migrations, models

KEEP = """
-- The row looked at is held until the end: a change of it at the same time waits, and finds this row.
CREATE FUNCTION logistics_scope_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE same boolean;
BEGIN
    IF TG_TABLE_NAME = 'logistics_track' THEN
        SELECT p.shop_id = NEW.shop_id AND p.warehouse_id = NEW.warehouse_id INTO same
        FROM fulfilment_parcel p WHERE p.id = NEW.parcel_id FOR SHARE;
    ELSIF TG_TABLE_NAME = 'logistics_anomaly' THEN
        SELECT t.shop_id = NEW.shop_id AND t.warehouse_id = NEW.warehouse_id INTO same
        FROM logistics_track t WHERE t.id = NEW.track_id FOR SHARE;
    ELSE
        SELECT o.shop_id = NEW.shop_id INTO same FROM orders_order o WHERE o.id = NEW.order_id;
    END IF;
    IF same IS NOT TRUE THEN
        RAISE EXCEPTION '% % is of another shop or warehouse than what it is about', TG_TABLE_NAME, NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_scope_kept';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER logistics_track_scope_kept AFTER INSERT OR UPDATE OF parcel_id, shop_id, warehouse_id ON logistics_track
    FOR EACH ROW EXECUTE FUNCTION logistics_scope_kept();
CREATE TRIGGER logistics_anomaly_scope_kept
    AFTER INSERT OR UPDATE OF track_id, shop_id, warehouse_id ON logistics_anomaly
    FOR EACH ROW EXECUTE FUNCTION logistics_scope_kept();
CREATE TRIGGER logistics_notice_scope_kept AFTER INSERT OR UPDATE OF order_id, shop_id ON logistics_buyernotice
    FOR EACH ROW EXECUTE FUNCTION logistics_scope_kept();

-- A parcel that changes takes along what is known of its way.
CREATE FUNCTION logistics_scope_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE logistics_track SET shop_id = NEW.shop_id, warehouse_id = NEW.warehouse_id WHERE parcel_id = NEW.id;
    UPDATE logistics_anomaly SET shop_id = NEW.shop_id, warehouse_id = NEW.warehouse_id
    WHERE track_id = (SELECT id FROM logistics_track WHERE parcel_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER logistics_parcel_moved AFTER UPDATE OF shop_id, warehouse_id ON fulfilment_parcel
    FOR EACH ROW WHEN (OLD.shop_id IS DISTINCT FROM NEW.shop_id OR OLD.warehouse_id IS DISTINCT FROM NEW.warehouse_id)
    EXECUTE FUNCTION logistics_scope_moved();
"""
DROP = """
DROP FUNCTION logistics_scope_kept CASCADE;
DROP FUNCTION logistics_scope_moved CASCADE;
"""
OPEN = models.Q(("state", "open"))
SCOPE = ["shop", "warehouse"]


def _of(model: str, to: str) -> migrations.AlterField:
    return migrations.AlterField(
        model_name=model,
        name=to,
        field=models.ForeignKey(
            db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=f"people.{to}"
        ),
    )


def _anew(model: str, index: models.Index) -> list[migrations.RemoveIndex | migrations.AddIndex]:
    """The index with the columns that rows are hidden by in it."""
    return [migrations.RemoveIndex(model, index.name), migrations.AddIndex(model, index)]


class Migration(migrations.Migration):
    dependencies = [
        ("logistics", "0008_scope_filled"),
    ]

    operations = [
        _of("track", "shop"),
        _of("track", "warehouse"),
        _of("anomaly", "shop"),
        _of("anomaly", "warehouse"),
        _of("buyernotice", "shop"),
        migrations.RunSQL(KEEP, DROP),
        *_anew("track", models.Index(fields=["stage", "-handed_at", "id"], name="track_by_stage", include=SCOPE)),
        *_anew("track", models.Index(fields=["-handed_at", "id"], name="track_by_handed", include=SCOPE)),
        migrations.AddIndex(
            "track",
            models.Index(fields=["shop", "-handed_at", "id"], name="track_of_shop", include=["stage", "warehouse"]),
        ),
        *_anew("anomaly", models.Index(fields=["due_at", "id"], name="anomaly_open", condition=OPEN, include=SCOPE)),
        *_anew(
            "anomaly",
            models.Index(fields=["kind", "due_at", "id"], name="anomaly_open_kind", condition=OPEN, include=SCOPE),
        ),
        *_anew("anomaly", models.Index(fields=["state", "-closed_at", "id"], name="anomaly_closed", include=SCOPE)),
        *_anew("buyernotice", models.Index(fields=["state", "-id"], name="buyer_notice_by_state", include=["shop"])),
        migrations.AddIndex(
            "buyernotice", models.Index(fields=["shop", "-id"], name="buyer_notice_of_shop", include=["state"])
        ),
    ]
