"""Words as they are compared: without case, accents, or marks that are left out as often as they are written."""

from unicodedata import category, normalize

_ALIKE = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",  # which Unicode does not take apart
    "ى": "ي",
    "ة": "ه",
    "ک": "ك",
    "ی": "ي",
    "ـ": "",  # Arabic letters written for one another; the tatweel
}


class _Letters(dict[int, str]):
    """What each letter becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = "" if category(letter) in {"Mn", "Cf"} else _ALIKE.get(letter, letter)
        return self[code]


_LETTERS = _Letters()


def folded(*texts: str | None) -> str:
    """The texts in one line, as they are searched: compatible forms made one (NFKD), marks dropped, case folded."""
    text = " ".join(filter(None, texts))
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(normalize("NFKD", normalize("NFKD", text).casefold()).translate(_LETTERS).split())
