"""Send the demo staff to these posts, and home from all others."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.demo.models import StaffPost
from zhanggui.demo.people import POSTS
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found


@transaction.atomic
def staff_posts(*, posts: Sequence[str], actor: Actor, at: datetime) -> Outcome[str]:
    refused = not_found("post", posts, POSTS)
    working = [post for post in posts if post in POSTS]

    StaffPost.objects.bulk_create([StaffPost(code=code) for code in POSTS], ignore_conflicts=True)
    StaffPost.objects.filter(code__in=working).update(is_working=True)
    StaffPost.objects.exclude(code__in=working).update(is_working=False)
    return Outcome(done=working, refused=refused)
