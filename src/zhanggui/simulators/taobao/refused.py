"""The platform's refusals (an answer with HTTP 200) and the script's own."""


class Refused(Exception):
    """The platform refuses the call: code, message, sub code, sub message, as its error envelope carries them."""

    def __init__(self, code: int, msg: str, sub_code: str = "", sub_msg: str = "") -> None:
        super().__init__(f"{code} {sub_code or msg}")
        self.code = code
        self.msg = msg
        self.sub_code = sub_code
        self.sub_msg = sub_msg


class NotPossible(Exception):
    """The script asks for something the trade's state does not allow; `code` is stable, the page translates it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def missing(name: str) -> Refused:
    return Refused(40, f"Missing required arguments:{name}")


def invalid(name: str, why: str = "") -> Refused:
    return Refused(41, f"Invalid arguments:{name}", f"isv.invalid-parameter:{name}", why or f"invalid value of {name}")


def business(sub_code: str, sub_msg: str) -> Refused:
    """A rule of the business side refused the call."""
    return Refused(15, "Remote service error", sub_code, sub_msg)


def trade_unknown() -> Refused:
    return business("isv.trade-not-exist", "交易不存在")


def limited(seconds: int, sub_code: str = "accesscontrol.limited-by-api-access-count") -> Refused:
    return Refused(7, "App Call Limited", sub_code, f"This ban will last for {seconds} more seconds")
