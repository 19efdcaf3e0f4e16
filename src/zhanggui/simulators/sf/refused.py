"""What the platform says no with."""


class Refused(Exception):
    """A code of the gateway (`A…`) or of the business behind it, and its sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code} {sentence}")
        self.code = code
        self.sentence = sentence

    @property
    def is_gateway(self) -> bool:
        return self.code.startswith("A")
