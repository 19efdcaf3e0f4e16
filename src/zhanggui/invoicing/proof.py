"""Nothing is invoiced, deducted or paid twice: counts and sums proved from the lines.

Each function reads whole tables once, in one statement, and yields the first wrong records by id.
"""

from collections.abc import Iterator

from zhanggui.kernel.proof import Wrong, wrong_rows

PROMISE = "no supplier is paid twice"

_COUNTS = """
SELECT coalesce(counted.purchase_line_id, lines.id), coalesce(counted.taken, 0), coalesce(lines.taken, 0)
FROM invoicing_invoicedcount AS counted
FULL JOIN (
    SELECT purchase_line_id AS id, sum(taken) AS taken FROM invoicing_invoiceline GROUP BY purchase_line_id
) AS lines ON lines.id = counted.purchase_line_id
WHERE coalesce(counted.taken, 0) <> coalesce(lines.taken, 0)
ORDER BY 1
"""

_SUMS = """
SELECT invoice.id, invoice.amount + invoice.tax, sum(line.amount + line.tax)
FROM invoicing_supplierinvoice AS invoice JOIN invoicing_invoiceline AS line ON line.invoice_id = invoice.id
GROUP BY invoice.id HAVING invoice.amount <> sum(line.amount) OR invoice.tax <> sum(line.tax)
ORDER BY invoice.id
"""

_POSTED = """
SELECT invoice.id, invoice.total
FROM invoicing_supplierinvoice AS invoice
LEFT JOIN books_entry AS entry ON entry.cause = 'approve_invoices' AND entry.cause_id = invoice.id
WHERE invoice.state = 'approved' AND entry.id IS NULL
ORDER BY invoice.id
"""

_REQUESTS = """
SELECT request.id, request.invoiced, request.deducted, request.paid,
       coalesce(invoices.total, 0), coalesce(deductions.total, 0), coalesce(payments.total, 0)
FROM invoicing_paymentrequest AS request
LEFT JOIN (SELECT request_id, sum(total) AS total FROM invoicing_supplierinvoice GROUP BY 1) AS invoices
    ON invoices.request_id = request.id
LEFT JOIN (SELECT request_id, sum(amount) AS total FROM invoicing_deduction GROUP BY 1) AS deductions
    ON deductions.request_id = request.id
LEFT JOIN (SELECT request_id, sum(amount) AS total FROM invoicing_requestpayment GROUP BY 1) AS payments
    ON payments.request_id = request.id
WHERE request.state <> 'refused'
  AND (request.invoiced <> coalesce(invoices.total, 0) OR request.deducted <> coalesce(deductions.total, 0)
       OR request.paid <> coalesce(payments.total, 0))
ORDER BY request.id
"""


def pieces_are_invoiced_once() -> Iterator[Wrong]:
    """Of each purchase line as many pieces count as invoiced as stand on lines."""
    yield from wrong_rows(PROMISE, _COUNTS, record="purchase_line {0}", what="{1} counted as invoiced, {2} on lines")


def invoices_add_up() -> Iterator[Wrong]:
    """Each invoice is the sum of its lines."""
    yield from wrong_rows(PROMISE, _SUMS, record="supplier_invoice {0}", what="says {1}, its lines come to {2}")


def approved_invoices_are_posted() -> Iterator[Wrong]:
    """Each approved invoice has its entry in the books."""
    yield from wrong_rows(PROMISE, _POSTED, record="supplier_invoice {0}", what="{1} is payable and not in the books")


def payment_requests_add_up() -> Iterator[Wrong]:
    """Each request to pay is the sum of its invoices, deductions and payments."""
    yield from wrong_rows(
        PROMISE,
        _REQUESTS,
        record="payment_request {0}",
        what="{1} invoiced, {2} deducted, {3} paid; on record are {4}, {5}, {6}",
    )


PROOFS = (pieces_are_invoiced_once, invoices_add_up, approved_invoices_are_posted, payment_requests_add_up)
