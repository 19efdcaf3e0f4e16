"""The words `NotFound(what=…)` is raised with, marked so that they are translated."""


def _(word: str) -> str:
    """Marks a message without translating it; rules may be imported where Django is not set up."""
    return word


NOUNS = (
    _("API key"), _("Role"), _("Shop"), _("User"), _("Warehouse"), _("Location"), _("file"), _("job"), _("notice"),
    _("order"), _("parcel"), _("post"), _("shop"), _("snapshot"), _("view"), _("wave"), _("desk"), _("station"),
    _("document"), _("payload"), _("supplier"), _("entry"), _("period"), _("account"), _("SKU"), _("role"),
    _("inspection"), _("defect"), _("disposal"), _("supplier return"), _("supplier claim"), _("spot check"),
    _("count"), _("transfer"),
    _("invoice"), _("invoice line"), _("purchase line"), _("purchase order"), _("payment request"),
    _("festival"), _("suggestion"), _("plan"), _("forecast"), _("method"),
)  # fmt: skip
