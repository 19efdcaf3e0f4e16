"""The sentences the scripts of printing speak, in the language of the page."""

from django.utils.translation import gettext as _

from zhanggui.fulfilment.states import PrintState


def page_words() -> dict[str, str]:
    return {
        **{f"state_{state.value}": str(state.label) for state in PrintState},
        "connecting": _("Looking for {name} on this computer…"),
        "connected": _("{name} is there."),
        "missing": _("{name} is not found on this computer."),
        "missing_why": _(
            "Start the program (it stands beside the clock), or install it from the platform. Then this page goes on "
            "by itself."
        ),
        "lost": _("{name} has gone away in the middle of the job. What was sent is asked about as soon as it is back."),
        "no_printer": _("The printer “{printer}” is not there. Choose one on the page of the printers."),
        "printer_off": _("The printer “{printer}” does not answer. Switch it on, look at its paper, then go on."),
        "printing": _("Label {sequence} of {total} is being printed"),
        "all_out": _("All {total} labels are out."),
        "failed": _("Label {sequence} was not printed: {words}"),
        "paused": _("Stopped. {left} labels are still to come."),
        "unknown": _("{count} labels: nobody knows whether they came out. Look at the printer, then say so below."),
        "silent": _("The program did not answer in time."),
        "not_known_there": _("The program knows nothing of it."),
        "offline": _("The server does not answer. What the printer said is kept and told as soon as it does."),
        "elsewhere": _("Sent from the table “{table}”. Go on there, or say below what came out."),
        "opened": _("The labels are in the window of the print dialog. When they are out, say so below."),
        "reprint_asked": _("Print labels {first} to {last} once more? Tear up what is torn or crumpled."),
        "drop_asked": _("Leave labels {first} to {last} out of this job?"),
        "done": _("{count} labels"),
        "reprint": _("Print {number}"),
        "no_printers": _("No printer is set up in this program."),
        "ready": _("ready"),
        "not_ready": _("off"),
        "test_sent": _("A test label was sent to {printer}."),
        "test_out": _("The test label is out."),
        "usual": _("Usual printer"),
        "saved": _("Saved. This browser belongs to the table now."),
    }


def paper_words() -> dict[str, str]:
    """Those of a page that gives one paper to a printer."""
    return {
        "sending": _("It goes to {printer}…"),
        "printed": _("It is out of {printer}."),
        "unknown": _("Nobody knows whether it came out. Look at {printer}."),
        "failed": _("{printer} did not print it. See whether it is on and has paper, then print it again."),
        "refused": _("There is nothing to print. Open the PDF to see why."),
        "by_hand": _("C-Lodop is not found on this computer. Open the PDF and choose {printer} in the print dialog."),
        "usual": _("Usual printer"),
    }
