"""What the last proof of the promises found broken, as the facts of the company keep it."""

from django.db.models import QuerySet

from zhanggui.kernel.models import Fact

COMPANY = 0
BROKEN, KEPT = "config.promise.broken", "config.promises.kept"


def broken_promises() -> QuerySet[Fact]:
    """The records the newest proof named, first first; none once everything was proved again. One statement."""
    told = Fact.objects.filter(subject="company", subject_id=COMPANY)
    newest = told.filter(name__in=[BROKEN, KEPT]).order_by("-at").values("at")[:1]
    return told.filter(name=BROKEN, at=newest).order_by("id")
