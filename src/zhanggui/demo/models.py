"""Which posts of the demo company are filled by the demo staff."""

from django.db import models


class StaffPost(models.Model):
    """While `is_working`, the program does this post's work at a human pace."""

    code = models.CharField(max_length=32, unique=True)
    is_working = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code
