"""Why a rule of the company's own, of any kind, is not written as somebody sent it."""

from zhanggui.kernel.refusal import Refusal


class RuleChangedMeanwhile(Refusal):
    """“{name}” was changed by {by} while you wrote: it is version {number} now. Look at it and write again."""


class RuleNameTaken(Refusal):
    """There is another rule named “{name}”."""


class RuleWrittenTwice(Refusal):
    """“{name}” is written more than once here. Send one version of it."""


class GiftRuleGivesAnyway(Refusal):
    """That gift rule gives by itself. Name one that gives only where a review rule asks for it."""


class NamedNowhere(Refusal):
    """The rule names what does not exist: {what}."""


def check_named(what: set[str]) -> None:
    """Nothing of what a rule names is unknown."""
    if what:
        raise NamedNowhere(what=", ".join(sorted(what)))
