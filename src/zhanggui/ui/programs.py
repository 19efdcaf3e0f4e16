"""What people call the parts of the program that act by themselves: the actors of jobs and commands."""

from django.utils.translation import gettext, gettext_noop

PROGRAMS = {
    "pull": gettext_noop("Order pulling"),
    "fetch": gettext_noop("Order fetching"),
    "gaps": gettext_noop("Search for missing orders"),
    "push": gettext_noop("Shipping notices"),
    "channels": gettext_noop("Channel upkeep"),
    "stop": gettext_noop("Parcel stopping"),
    "planner": gettext_noop("Parcel planning"),
    "orders": gettext_noop("Order upkeep"),
    "rules": gettext_noop("Review rules"),
    "gifts": gettext_noop("Gift rules"),
    "logistics": gettext_noop("Drawing of waybills"),
    "tracking": gettext_noop("Parcel tracking"),
    "notices": gettext_noop("Buyer notices"),
    "picker": gettext_noop("Short picks"),
    "floor": gettext_noop("Watch over the floor"),
    "figures": gettext_noop("Figures of work"),
    "pool": gettext_noop("Exception pool"),
    "scale": gettext_noop("Learning scale"),
    "stock": gettext_noop("Stock watch"),
    "reseal": gettext_noop("Change of keys"),
    "people": gettext_noop("Account upkeep"),
    "parties": gettext_noop("Supplier upkeep"),
    "quality": gettext_noop("Inspection upkeep"),
    "invoicing": gettext_noop("Matching of invoices"),
    "costing": gettext_noop("Valuing of stock"),
    "forecast": gettext_noop("Sales forecast"),
    "counting": gettext_noop("Upkeep of counts"),
    "kernel": gettext_noop("System upkeep"),
    "prove": gettext_noop("Nightly proof"),
    "file": gettext_noop("File import"),
    "set-up": gettext_noop("System set-up"),
    "demo": gettext_noop("Demo"),
}


def shown_doer(name: str) -> str:
    """Who is on record under this name alone: a program in the reader's language, a person as they are."""
    return shown_name(name, is_person=False)


def shown_name(name: str, *, is_person: bool) -> str:
    """A person's name as it is; a program's in the reader's language."""
    return name if is_person or name not in PROGRAMS else gettext(PROGRAMS[name])
