"""The sandbox's WooCommerce shop, in a process of its own."""

from woocommerce import API

from .test_fetching import Shops


class Woo(Shops):
    def tell(self, action: str, **told) -> dict:
        answer = self.post(f"/_control/woo{action}", json=told)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def address(self) -> str:
        return f"{self.url}/woo"

    @property
    def keys(self) -> dict[str, str]:
        known = self.get("/_control/woo?format=json")
        return known.json()["credentials"]

    @property
    def api(self) -> API:
        """The client that WooCommerce publishes."""
        return API(self.address, self.keys["consumer_key"], self.keys["consumer_secret"])
