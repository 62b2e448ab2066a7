"""`manage.py demo_load`: the demonstration, loaded once; killed, it goes on where it was.

The complaints come after it, by `demo_cases`, while the rest can be used already.
"""

import time
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from demo.load.steps import at_work, history_starts, is_done, step
from ekshop.kernel import clock


class Command(BaseCommand):
    help = "Load the demonstration: people, goods and three months of orders."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_done("ready"):
            return
        from demo.load import (
            chain,
            districts,
            exports,
            history,
            lists,
            marketplaces,
            markets_told,
            outside,
            people,
            prices,
            producers,
            shelves,
            shop_goods,
            trial,
        )

        with connection.cursor() as cursor:
            # Months of single orders would mostly wait for the disk. What a crash of the whole
            # machine takes away is lived again: each step is noted with what it did.
            cursor.execute("SET synchronous_commit = off")
        now = clock.now()
        start = history_starts(now)
        began = time.monotonic()

        def say(sentence: str) -> None:
            self.stdout.write(f"  {time.monotonic() - began:4.0f} s  {sentence}")
            self.stdout.flush()

        joined, brought = at_work(start, 2), at_work(start, 1)
        with clock.at(joined):
            if step("people", lambda: people.load(joined)):
                say("64 centres and 7 partners have joined")
        with clock.at(brought):
            if step("producers", lambda: producers.load(brought)):
                say("12 producers were brought by their centres and approved")
        for line in shelves.load(brought + timedelta(hours=3)):
            say(line)
        with clock.at(brought + timedelta(hours=5)):
            for line in districts.load(brought + timedelta(hours=5)):
                say(line)
        for line in history.load(start, now):
            say(line)
        if step("outside", lambda: outside.load(now)):
            say("partners' feeds and webhooks point at the sandbox")
        if step("marketplaces", lambda: marketplaces.load(now)):
            say("Amazon, Alibaba and six more are played by the sandbox, too")
        if step("lists", lambda: lists.load(now)):
            say("the lists are confirmed; a few prices are held back")
        if step("newcomers", lambda: producers.newcomers(now)):
            say("one producer waits for approval, one was sent back, two will rest")
        if step("chain", lambda: chain.load(now)):
            say("a group of three weavers has orders on their way to the courier")
        if step("exports", lambda: exports.load(now)):
            say("goods go abroad to eight marketplaces, with orders in every state")
        if step("markets told", markets_told.load):
            say("and the marketplaces know of those orders")
        if step("partner on trial", lambda: trial.load(now)):
            say("one partner is half-way through its trial")
        if step("sellers' records", lambda: lists.records(now)):
            say("what the sellers kept of their promises is reckoned")
        if step("terms of district goods", lambda: districts.load_terms(now)):
            say("food says how long it keeps, fruit when there is any")
        if step("producers' own pages", shop_goods.load):
            say("every producer finds her goods on her own pages")
        if step("prices of the past", lambda: prices.load(now)):
            say("some goods have a price to look back on")
        step("ready", lambda: None)
