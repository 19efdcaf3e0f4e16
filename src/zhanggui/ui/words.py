"""The sentences the scripts speak, in the language of the page."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "load_more": _("Loading…"),
    "no_rows": _("Nothing here."),
    "no_rows_filtered": _("Nothing matches. Clear the filters to see all."),
    "load_failed": _("The list could not be loaded."),
    "try_again": _("Try again"),
    "cancel": _("Cancel"),
    "clear_filters": _("Clear filters"),
    "delete_view": _("Delete view"),
    "close": _("Close"),
    "confirm": _("Confirm"),
    "apply": _("Apply"),
    "undo": _("Undo"),
    "done_count": _("{count} done"),
    "refused_count": _("{count} refused"),
    "all_done": _("{title}: {count} done."),
    "copy_list": _("Copy list"),
    "copied": _("Copied."),
    "save_list": _("Save list"),
    "retry_failures": _("Retry failures"),
    "document": _("Document"),
    "reason": _("Reason"),
    "code": _("Code"),
    "none_chosen": _("Choose rows to act on them"),
    "chosen": _("{count} chosen"),
    "choose_all": _("Choose all {count} that match"),
    "all_chosen": _("All {count} that match are chosen"),
    "all_matching": _("{title}: all {count} that match?"),
    "clear_choice": _("Clear choice"),
    "working": _("{done} of {total} …"),
    "offline": _("No connection. Nothing was changed."),
    "server_error": _("Something went wrong on the server. It was recorded. Nothing was changed."),
    "interrupted": _("The answer was interrupted. Load the list again to see what was done."),
    "column_shown": _("Columns"),
    "view_saved": _("View “{title}” saved."),
    "view_deleted": _("View “{title}” deleted."),
    "pending": _("Waiting for the server…"),
    "pending_offline": _("No connection: {count} scans are waiting. Do not move the goods on."),
    "at_once": _("Scan"),
    "rows_loaded": _("{count} rows loaded"),
    "of_matching": _("of {count}"),
    "yes": _("Yes"),
    "no": _("No"),
    "filter_from": _("from"),
    "filter_to": _("to"),
}


def script_words() -> dict[str, str]:
    return {name: str(words) for name, words in WORDS.items()}
