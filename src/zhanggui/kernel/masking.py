"""What of a person's data a list may show. Pure: text in, text out."""

import re

_MOBILE = re.compile(r"1[\d*]{10}")
_PRIVACY_NUMBER = re.compile(r"\d{11}-\d{2,5}")
_LANDLINE = re.compile(r"(0\d{2,3})-?(\d{7,8})(-\d+)?")
_HIDDEN = "****"


def mask_name(text: str) -> str:
    """The first character, and a star for each of the others, but no more than three: platforms' names are long."""
    return text[:1] + "*" * min(len(text) - 1, 3)


def mask_phone(text: str) -> str:
    """A mobile keeps its first three and last four digits, a landline its area and last two.

    A platform's virtual number is a private one already and stays whole, and so does what came masked. Anything else
    keeps its last two.
    """
    text = text.strip()
    if _PRIVACY_NUMBER.fullmatch(text):
        return text
    if _MOBILE.fullmatch(text):
        return f"{text[:3]}****{text[-4:]}"
    if _HIDDEN in text:
        return text
    if found := _LANDLINE.fullmatch(text):
        return f"{found[1]}-{'*' * (len(found[2]) - 2)}{found[2][-2:]}"
    return "*" * max(len(text) - 2, 0) + text[-2:] if len(text) > 2 else "*" * len(text)


def mask_address(region: str, detail: str) -> str:
    """Province, city and district stay; of the detail nothing is left, not even its length."""
    return f"{region}****" if detail else region


def mask_id_card(text: str) -> str:
    """The first and the last character."""
    return text[:1] + "*" * (len(text) - 2) + text[-1:] if len(text) > 2 else "*" * len(text)


def mask_bank_card(text: str) -> str:
    """The last four digits."""
    return "*" * (len(text) - 4) + text[-4:] if len(text) > 4 else "*" * len(text)


def mask_email(text: str) -> str:
    """The first character of the name, and the domain."""
    name, at, domain = text.partition("@")
    return f"{name[:1]}{'*' * (len(name) - 1)}{at}{domain}" if at else mask_name(text)
