"""Reasons of defects as they are offered, in the reader's language."""

from django.utils.translation import get_language

from zhanggui.quality.models import DefectReason


def reason_name(name: str, name_en: str) -> str:
    return name if not name_en or (get_language() or "").startswith("zh") else name_en


def offered_reasons() -> list[tuple[str, str]]:
    """Those in use: code, and code with name. One statement."""
    rows = DefectReason.objects.filter(is_used=True).order_by("code").values_list("code", "name", "name_en")
    return [(code, f"{code} {reason_name(name, name_en)}") for code, name, name_en in rows]
