"""Who at work holds a right by their posts: for work that is given to somebody."""

from collections.abc import Sequence

from zhanggui.people.models import User


def holders_of(grant: str) -> Sequence[User]:
    """People at work one of whose posts names `grant`, with their rights and scope; who may do everything is not
    among them for that. One statement."""
    held = User.roles.through.objects.filter(role__grants__contains=[grant]).values("user_id")
    return list(User.objects.at_work().with_rights().filter(pk__in=held).order_by("name", "pk"))
