"""Every address declares who may use it."""

from tests.addresses import addresses, rules_of


def test_every_address_declares_an_access_rule():
    bare = [address for address, callback in addresses() if not all(rules_of(callback))]
    assert not bare, f"no access rule on: {', '.join(bare)}"
