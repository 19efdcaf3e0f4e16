from django.db import models


class SignInFailure(models.Model):
    """A wrong password for a user name, whether or not anybody has that name. Forgotten after the lock's time."""

    username = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["username", "at"], name="sign_in_failure_recent")]

    def __str__(self) -> str:
        return f"{self.username} {self.at:%F %T}"
