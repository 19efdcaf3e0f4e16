"""What a rehearsal counts."""

from zhanggui.orders.rules.asking import CHANGING, Verdict

MOST_FOUND = 1_000
"""So many orders are listed; all are counted."""


def count_verdict(verdict: Verdict, counts: dict[str, int]) -> list[str]:
    """Count one order that the rule held for; answers the actions that would really do something."""
    actions = [do for _, _, came in verdict.did for do, so in came if so == "done"]
    counts["matched"] = counts.get("matched", 0) + 1
    if "hold" in actions:
        counts["hold"] = counts.get("hold", 0) + 1
    elif "pass" in actions:
        counts["pass"] = counts.get("pass", 0) + 1
    if set(actions) & (CHANGING | {"note"}) - {"hold"}:
        counts["change"] = counts.get("change", 0) + 1
    return actions
