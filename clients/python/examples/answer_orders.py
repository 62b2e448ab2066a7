"""Confirm what is in stock, decline the rest, and book a parcel for what was confirmed.

EKSHOP_KEY=eks_… python answer_orders.py
"""

import os

from ekshop_partner import LineAnswer, Partner

STOCK = {"A1": 5, "A2": 0}


def main() -> None:
    address = os.environ.get("EKSHOP_URL", "https://ekshop.gov.bd")
    with Partner(os.environ["EKSHOP_KEY"], base_url=address) as ekshop:
        for order in ekshop.orders(state="placed"):
            answers = [
                LineAnswer(line.line_id, "confirmed")
                if STOCK.get(line.sku, 0) >= line.quantity
                else LineAnswer(line.line_id, "declined", "out_of_stock")
                for line in order.lines
            ]
            answered = ekshop.answer_order(order.code, answers)
            if any(line.state == "confirmed" for line in answered.lines):
                print(order.code, ekshop.book_parcel(order.code).code)


if __name__ == "__main__":
    main()
