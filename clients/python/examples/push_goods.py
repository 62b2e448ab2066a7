"""Send a shop's stock table (CSV: sku, name, price, pieces, changed) to ek-Shop.

EKSHOP_KEY=eks_… python push_goods.py stock.csv
"""

import csv
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from ekshop_partner import Good, Partner


def goods(path: str) -> Iterator[Good]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield Good(
                ref=row["sku"],
                updated_at=datetime.fromisoformat(row["changed"]).astimezone(),
                title=row["name"],
                price=Decimal(row["price"]),
                quantity=int(row["pieces"]),
            )


def main() -> None:
    address = os.environ.get("EKSHOP_URL", "https://ekshop.gov.bd")
    with Partner(os.environ["EKSHOP_KEY"], base_url=address) as ekshop:
        for batch in ekshop.push_goods(goods(sys.argv[1])):
            print(f"{batch.taken} taken, {batch.unchanged} unchanged, {batch.refused} refused")
            for row in batch.results:
                for problem in row.problems:
                    print(f"  {row.ref} {problem.field}: {problem.message}")


if __name__ == "__main__":
    main()
