"""What a platform's answer means for everybody above its connector."""

from zhanggui.kernel.refusal import Refusal


class ChannelDown(Refusal):
    """The platform {channel} does not answer: {reason}. It will be tried again."""


class ChannelThrottled(Refusal):
    """The platform {channel} asks us to wait {seconds} seconds."""


class ChannelLoginExpired(Refusal):
    """The authorisation of shop {shop} has expired. Authorise the shop again; until then it is paused."""


class ChannelRefused(Refusal):
    """The platform {channel} refused: {sentence} ({reason})."""


class PushForged(Refusal):
    """A message that says it comes from {channel} is not signed by it."""

    http_state = 403


PASSING = (ChannelDown, ChannelThrottled, ChannelLoginExpired)
"""Refusals that say nothing about what was asked: it is asked again later."""
