"""Bundles: what may be in them, and that a catalog file carries them there and back."""

import pytest
from django.db import DatabaseError, transaction
from tests.world import BY

from zhanggui.catalog.columns import export_table
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.models import BundlePart, BundleVersion, Sku
from zhanggui.catalog.queries import bundle_contents, plan_sku_import, sku_rows
from zhanggui.catalog.reading import read_parts, read_skus
from zhanggui.catalog.rules.bundles import (
    BundleDraft,
    BundleInBundle,
    BundleUnknown,
    PartOfBundle,
    PartQuantityBad,
    PartRepeated,
    PartUnknown,
)
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.catalog.testing import ACTOR, make_skus
from zhanggui.kernel.models import Fact

pytestmark = pytest.mark.django_db


def test_a_bundle_has_exactly_the_parts_given():
    a, b, c, tea_set = (sku.code for sku in make_skus(4))
    assert set_bundles(bundles=[BundleDraft(tea_set, ((a, 1), (b, 2)))], **BY).done == [tea_set]
    set_bundles(bundles=[BundleDraft(tea_set, ((c, 3), (a, 1)))], **BY)
    assert bundle_contents([tea_set]) == {tea_set: ((a, 1), (c, 3))}

    set_bundles(bundles=[BundleDraft(tea_set, ((a, 1), (c, 3)))], **BY)
    assert Fact.objects.filter(name="catalog.bundle.changed").count() == 2
    set_bundles(bundles=[BundleDraft(tea_set, ())], **BY)
    assert not BundlePart.objects.exists()


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (("NONE", (("A", 1),)), BundleUnknown),
        (("C", (("NONE", 1),)), PartUnknown),
        (("C", (("SET", 1),)), BundleInBundle),
        (("C", (("C", 1),)), BundleInBundle),
        (("A", (("C", 1),)), PartOfBundle),
        (("C", (("A", 1), ("A", 2))), PartRepeated),
        (("C", (("A", 0),)), PartQuantityBad),
    ],
)
def test_what_cannot_be_a_bundle_says_why(draft, refusal):
    import_skus(rows=[SkuRow(code, product_name=code) for code in ("A", "B", "C", "SET")], **BY)
    set_bundles(bundles=[BundleDraft("SET", (("A", 1), ("B", 1)))], **BY)
    outcome = set_bundles(bundles=[BundleDraft(*draft)], **BY)
    assert type(outcome.refused[draft[0]]) is refusal
    assert BundlePart.objects.count() == 2


def test_a_catalog_file_carries_bundles_there_and_back():
    rows = [SkuRow("SET", product_name="Set", parts=(("B", 2), ("A", 1))), *(SkuRow(c, product_name=c) for c in "AB")]
    assert import_skus(rows=rows, **BY).refused == {}
    table = list(export_table(sku_rows(Sku.objects.all(), actor=ACTOR), actor=ACTOR))
    assert "A×1;B×2" in table[-1]

    text = "\n".join(",".join(row) for row in table).encode()
    plan = plan_sku_import(rows=read_skus(text, name="skus.csv").rows, actor=ACTOR)
    assert plan.same == ["A", "B", "SET"]


def test_a_dry_run_names_a_bundle_that_cannot_be():
    rows = [SkuRow("SET", product_name="Set", parts=(("NONE", 1),))]
    assert type(plan_sku_import(rows=rows, actor=ACTOR).refused["SET"]) is PartUnknown
    assert type(import_skus(rows=rows, **BY).refused["SET"]) is PartUnknown
    assert not Sku.objects.exists()


@pytest.mark.parametrize(
    ("text", "parts"),
    [("A×2;B", (("A", 2), ("B", 1))), ("A*2，B×3", (("A", 2), ("B", 3))), ("BOX2", (("BOX2", 1),)), ("-", ())],
)
def test_how_parts_are_written(text, parts):
    assert read_parts(text, "SET") == parts


def test_each_change_is_a_version_that_stays():
    bundle, first, second = make_skus(3, prefix="VER")
    for parts in (((first.code, 1),), ((first.code, 1),), ((second.code, 2),), ()):
        set_bundles(bundles=[BundleDraft(bundle.code, parts)], **BY)
    versions = BundleVersion.objects.filter(bundle=bundle).order_by("number")
    assert [list(one.parts.values_list("part__code", "quantity")) for one in versions] == [
        [(first.code, 1)], [(second.code, 2)], [],
    ]  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        versions.update(number=9)
