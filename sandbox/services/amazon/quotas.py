"""Usage plans: for every operation a bucket that fills at its rate and holds its burst.

The figures are those of the published documentation; the rate is also what the header
`x-amzn-RateLimit-Limit` says. The control page may give an operation another plan.
"""

from collections.abc import Callable

PLANS: dict[str, tuple[float, int]] = {
    "searchDefinitionsProductTypes": (5, 10),
    "getDefinitionsProductType": (5, 10),
    "putListingsItem": (5, 5),
    "patchListingsItem": (5, 5),
    "getListingsItem": (5, 5),
    "searchListingsItems": (5, 5),
    "deleteListingsItem": (5, 5),
    "createFeedDocument": (0.5, 15),
    "createFeed": (0.0083, 15),
    "getFeeds": (0.0222, 10),
    "getFeed": (2, 15),
    "cancelFeed": (2, 15),
    "getFeedDocument": (0.0222, 10),
    "searchOrders": (0.0056, 20),
    "getOrder": (0.5, 30),
    "confirmShipment": (2, 10),
    "getReports": (0.0222, 10),
    "createReport": (0.0167, 15),
    "getReport": (2, 15),
    "getReportDocument": (0.0167, 15),
    "getMarketplaceParticipations": (0.016, 15),
}
LISTING_FEEDS, LISTING_FEEDS_SECONDS = 5, 300
"""How many JSON listings feeds a seller may create in how many seconds, beside `createFeed`'s plan."""


class Quotas:
    """`now`: the world's own seconds, which may be put back: then every bucket is full."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._left: dict[str, tuple[float, float]] = {}
        self._feeds: list[float] = []

    def take(self, operation: str, plan: tuple[float, int]) -> bool:
        """One call's worth, if there is one."""
        rate, burst = plan
        now = self._now()
        left, at = self._left.get(operation, (float(burst), now))
        left = min(float(burst), left + (now - at) * rate) if now >= at else float(burst)
        self._left[operation] = (left - 1 if left >= 1 else left, now)
        return left >= 1

    def take_listing_feed(self) -> bool:
        now = self._now()
        self._feeds = [at for at in self._feeds if now - LISTING_FEEDS_SECONDS < at <= now]
        if len(self._feeds) >= LISTING_FEEDS:
            return False
        self._feeds.append(now)
        return True

    def forget(self) -> None:
        """Every bucket full again."""
        self._left.clear()
        self._feeds.clear()
