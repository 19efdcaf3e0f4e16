"""What a desk refuses: a question it cannot read, a choice that is too large."""

from zhanggui.kernel.refusal import Refusal


class FilterNotUnderstood(Refusal):
    """The filter “{filter}” cannot be read: {value}."""


class FilterNotHere(Refusal):
    """“{filter}” finds nothing in the list “{tab}”. Take it out, or choose another list."""


class SortNotPossible(Refusal):
    """This list cannot be sorted by {column}."""


class PageLost(Refusal):
    """This page of the list is no longer valid. Load the list again."""


class TooManyChosen(Refusal):
    """More than {limit} documents are chosen. Narrow the list with filters first."""


class TooManyToExport(Refusal):
    """More than {limit} rows would be exported, which no spreadsheet holds. Narrow the list with filters first."""


class NothingChosen(Refusal):
    """No document is chosen."""


class FormIncomplete(Refusal):
    """Please correct: {fields}."""


class RequestNotUnderstood(Refusal):
    """The request cannot be read: {reason}."""
