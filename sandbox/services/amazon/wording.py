"""How Amazon says that something is wrong."""

from starlette.responses import JSONResponse


class Refused(Exception):
    """A call that is answered with errors."""

    def __init__(self, code: str, message: str, status: int = 400, details: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.status, self.details = code, message, status, details

    def answer(self) -> JSONResponse:
        error = {"code": self.code, "message": self.message, "details": self.details}
        return JSONResponse({"errors": [error]}, self.status)


DENIED = "Access to requested resource is denied."
OVER_QUOTA = Refused("QuotaExceeded", "You exceeded your quota for the requested resource.", 429)
BUSY = Refused(
    "ServiceUnavailable", "Service is temporarily unavailable. Please try again later.", 503
)


def unauthorized(details: str) -> Refused:
    return Refused("Unauthorized", DENIED, 403, details)
