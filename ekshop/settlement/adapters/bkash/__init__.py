"""bKash's disbursement (B2C), call by call.

Known of it: docs of version 1.2.0-beta and what published clients expect. A payment cannot be
looked up by our invoice number, so one without a readable answer stays unknown until the statement
or its transaction number tells. It is never sent again.
"""

from .client import Bkash

ADAPTER = Bkash()
