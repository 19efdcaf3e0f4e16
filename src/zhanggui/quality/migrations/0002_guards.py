"""Documents take only their steps and have numbers; the customary reasons of defects are there."""

from django.db import migrations

from zhanggui.kernel.numbers import number_sequence_sql
from zhanggui.kernel.steps import guard_steps_sql

# As the tables were then: a later change of one comes with a migration of its own.
STEPS = {
    "quality_inspection": {
        "waiting": {"inspecting", "void"},
        "inspecting": {"waiting", "asked", "passed", "failed", "sorted", "void"},
        "asked": {"accepted", "failed"},
    },
    "quality_disposal": {"planned": {"done", "refused"}, "asked": {"done", "refused"}},
    "quality_supplierreturn": {"open": {"returned", "void"}},
    "quality_supplierclaim": {"open": {"agreed", "settled", "dropped"}, "agreed": {"settled", "dropped"}},
    "quality_spotcheck": {"to_do": {"done", "missed"}},
}
NUMBERS = ("quality_inspection", "supplier_return", "supplier_claim", "parts_issue")
REASONS = """
INSERT INTO quality_defectreason (code, name, name_en, severity, is_used) VALUES
    ('D01', '破损', 'Broken', 'major', true),
    ('D02', '外观划伤', 'Scratched', 'minor', true),
    ('D03', '污渍', 'Stained', 'minor', true),
    ('D04', '色差', 'Colour differs', 'minor', true),
    ('D05', '尺寸不符', 'Wrong size', 'major', true),
    ('D06', '重量不足', 'Underweight', 'major', true),
    ('D07', '缺件少配件', 'Parts missing', 'major', true),
    ('D08', '功能不良', 'Does not work', 'major', true),
    ('D09', '货不对板', 'Not as the sample', 'major', true),
    ('D10', '包装破损', 'Packaging damaged', 'minor', true),
    ('D11', '标签错误或缺失', 'Label wrong or missing', 'major', true),
    ('D12', '受潮变质', 'Damp or spoiled', 'critical', true),
    ('D13', '过期或临期', 'Expired or nearly so', 'critical', true),
    ('D14', '安全隐患', 'Not safe', 'critical', true),
    ('D99', '其他', 'Other', 'major', true)
ON CONFLICT (code) DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial"), ("kernel", "0001_facts")]
    operations = [
        *(
            migrations.RunSQL(guard_steps_sql(table, steps), f"DROP FUNCTION {table}_guard_steps CASCADE")
            for table, steps in STEPS.items()
        ),
        *(
            migrations.RunSQL(number_sequence_sql(kind), f"DROP SEQUENCE IF EXISTS {kind}_number_seq")
            for kind in NUMBERS
        ),
        migrations.RunSQL(REASONS, migrations.RunSQL.noop),
    ]
