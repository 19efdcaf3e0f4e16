"""The platform refuses with HTTP 200 and an error envelope. Sub codes of 菜鸟 are UNCONFIRMED: its sentences count."""


class Refused(Exception):
    """The platform refuses the call."""

    def __init__(self, code: int, msg: str, sub_code: str = "", sub_msg: str = "") -> None:
        super().__init__(f"{code} {sub_code or msg}")
        self.content = {"code": code, "msg": msg}
        if sub_code:
            self.content |= {"sub_code": sub_code, "sub_msg": sub_msg}


def business(word: str, sentence: str) -> Refused:
    return Refused(15, "Remote service error", f"isv.waybill-{word}", sentence)


def invalid(name: str, why: str) -> Refused:
    return Refused(41, f"Invalid arguments:{name}", f"isv.invalid-parameter:{name}", why)
