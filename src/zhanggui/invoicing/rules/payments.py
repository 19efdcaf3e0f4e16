"""What may be asked to be paid, and who agrees to it. Pure."""

from decimal import Decimal

from zhanggui.invoicing.states import REQUEST_STEPS, RequestState
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import allows


class NotPayable(Refusal):
    """Invoice {number} is not approved, or on another request to pay."""


class DeductionsTooLarge(Refusal):
    """The claims come to {deducted}, the invoices only to {invoiced}: leave some for the next request."""


class ClaimNotDeductible(Refusal):
    """{number} cannot be deducted here: it is over, on another request, of another supplier or in another currency."""


class RequestNotThere(Refusal):
    """Request {number} is “{state}”: this is not possible now."""


class ApprovedByWhoAsked(Refusal):
    """You asked for payment {number}: somebody else approves it."""


class PaidTooMuch(Refusal):
    """Request {number}: {amount} is more than the {left} still to pay."""


def check_sums(invoiced: Decimal, deducted: Decimal) -> None:
    """Raises DeductionsTooLarge: nobody is paid less than nothing."""
    if deducted > invoiced:
        raise DeductionsTooLarge(deducted=deducted, invoiced=invoiced)


def check_request_step(here: str, there: str, *, number: str) -> None:
    """Raises RequestNotThere."""
    if not allows(REQUEST_STEPS, here=here, there=there):
        raise RequestNotThere(number=number, state=str(RequestState(here).label))


def check_paid(amount: Decimal, left: Decimal, *, number: str) -> None:
    """Raises PaidTooMuch."""
    if not amount.is_finite() or amount <= 0 or amount > left or amount != amount.quantize(Decimal("0.01")):
        raise PaidTooMuch(number=number, amount=amount, left=left)
