"""What stands on the home page: the posts of the chain, and the queues each of them works off."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Queue:
    """`grant` is the right to work it off; `bad` queues are red while they are not empty."""

    key: str
    title: str | Promise
    url: str
    grant: str
    icon: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One step of the chain with its queues."""

    title: str | Promise
    queues: tuple[Queue, ...]
