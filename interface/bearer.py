"""The token that another Casus is asked with (RFC 6750), as it is given on the command line or in the environment."""

from collections.abc import Mapping


def bearer(token: str | None) -> Mapping[str, str]:
    """The header that has it, if one is given; blanks around it are none of it.

    Raises:
        ValueError: it is no token, and is not shown.
    """
    if token is None or not (token := token.strip()):
        return {}
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise ValueError("What --token or CASUS_TOKEN gives is no token.")
    return {"Authorization": f"Bearer {token}"}
