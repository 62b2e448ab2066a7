"""What bKash says, and in how many shapes it says it."""

from typing import Any

CODES = {
    "2001": "Invalid App Key",
    "2003": "Process failed",
    "2006": "Invalid amount",
    "2007": "Invalid currency",
    "2012": "Invalid receiver MSISDN",
    "2020": "PIN verification time expired",
    "2023": "Insufficient Balance",
    "2024": "Exception occurred",
    "2025": "Invalid request body",
    "2029": "Duplicate for All Transactions",
    "2031": "Invalid merchant invoice number",
    "2032": "Invalid transfer type",
    "2033": "Transaction not found",
    "2039": "Prohibited credit account",
    "2040": "Prohibited credit identity tag",
    "2041": "Prohibited credit current service",
    "2045": "MSISDN does not exist",
    "2057": "Not a bKash account",
    "2058": "Not a customer wallet",
    "2079": "Invalid app token",
    "503": "System is undergoing maintenance. Please try again later",
}
ENVELOPES = ("errorCode", "statusCode", "internalCode", "nested")


def refused(code: str, envelope: str) -> dict[str, Any]:
    """One refusal, in the envelope asked for."""
    words = CODES.get(code, "Unknown error")
    if envelope == "statusCode":
        return {"statusCode": code, "statusMessage": words}
    if envelope == "internalCode":
        return {"internalCode": "general_error", "externalCode": code, "errorMessageEn": words}
    if envelope == "nested":
        return {"error": {"errorCode": code, "errorMessage": words}}
    return {"errorCode": code, "errorMessage": words}
