import re


def mask_cards(message: str) -> str:
    def masked(match: re.Match[str]) -> str:
        digits = match[0]
        return "*" * (len(digits) - 4) + digits[-4:] if 13 <= len(digits) <= 19 else digits

    return re.sub(r"[0-9]+", masked, message)
