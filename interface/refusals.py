"""The refusals of the way in: what is said before any rule of the domain is asked."""

from domain.refusal import Refusal


class MalformedBody(Refusal):
    """The body is not the strict JSON that Casus reads (RFC 8259, UTF-8, no duplicate keys, no NaN)."""


class MalformedRequest(Refusal):
    """The address, a header or a query parameter is not of the form that this request takes."""


class TooLarge(Refusal):
    """The body is larger than this request takes."""


class UnsupportedMediaType(Refusal):
    """The body is of another media type than this request takes: commands are application/json."""


class NotAcceptable(Refusal):
    """The answer has none of the forms that the request accepts."""


class Invalid(Refusal):
    """A field of the request breaks a rule of its form; `errors` names each field and its rule."""


class Unauthenticated(Refusal):
    """A valid bearer token is needed."""


class Forbidden(Refusal):
    """The token's role does not allow this."""


class NotLocal(Refusal):
    """While there is no token, Casus answers its own machine only."""


class VersionNeeded(Refusal):
    """A change to an existing thing names the version it was decided on: If-Match."""


class UnknownRoute(Refusal):
    """Nothing is served at this address."""


class MethodNotAllowed(Refusal):
    """The address exists, but not for this method."""


class Failed(Refusal):
    """Casus itself failed; the fault is logged under the instance named here."""
