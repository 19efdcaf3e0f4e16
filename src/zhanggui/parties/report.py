"""The printed report of a review: what was found, and the figures as they were then."""

from django.utils.translation import gettext

from zhanggui.papers.pen import RIGHT
from zhanggui.papers.sheets import INNER, MARGIN, Head, Sheet, sheets_pdf, words_block
from zhanggui.papers.tables import Column, column_head, table_row
from zhanggui.parties.models import Review
from zhanggui.parties.states import EventKind


def review_pdf(review: Review) -> bytes:
    """One A4 sheet, signed by who reviewed and by the lead."""
    supplier = review.supplier
    columns = [
        Column(gettext("What is measured"), 70, size=11),
        Column(gettext("Points"), 35, size=11, bold=True, align=RIGHT),
        Column(gettext("Weight"), 35, size=11, align=RIGHT),
        Column(gettext("Events"), INNER - 140, size=11, align=RIGHT),
    ]
    rows = [
        (str(EventKind(kind).label), figure["points"], str(figure["weight"]), str(len(figure["events"])))
        for kind, figure in review.figures.items()
    ]
    blocks = [table_row(columns, row, left=MARGIN) for row in rows]
    facts = (
        (gettext("Supplier code"), supplier.code),
        (gettext("Day"), review.reviewed_on.isoformat()),
        (gettext("Score"), "—" if review.points is None else str(review.points)),
        (gettext("Reviewed by"), review.reviewed_by),
    )
    signers = (gettext("Reviewed by"), gettext("Approved by"))
    head = Head(gettext("Supplier review"), f"{supplier.code}-{review.pk}", supplier.name, facts, signers)
    return sheets_pdf([Sheet(head, [*blocks, *words_block(review.words)], column_head(columns, left=MARGIN))])
