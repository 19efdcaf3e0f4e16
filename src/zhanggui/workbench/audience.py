"""Posts and people of the company, as those with whom a view is shared."""

from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Role, User
from zhanggui.ui.audience import Audience


def audience_of(actor: Actor) -> Audience:
    """Every post, and everybody else who can sign in. Two statements."""
    posts = {role.code: role.title for role in Role.objects.order_by("pk")}
    people = dict(User.objects.at_work().exclude(pk=actor.user_id).order_by("name", "pk").values_list("pk", "name"))
    return Audience(posts, people)
