"""What a remark asks for, read without guessing: the text in, structured requests out. Nothing here knows Django."""

from zhanggui.orders.rules.remarks.found import Found, Template, TemplateField
from zhanggui.orders.rules.remarks.house import house_sentence
from zhanggui.orders.rules.remarks.reading import read_remark

__all__ = ["Found", "Template", "TemplateField", "house_sentence", "read_remark"]
