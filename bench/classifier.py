"""How often the complaint classifier is right, class by class, on sentences it was not taught.

Every fourth sentence of each class and script is held out, the rest is learnt; four times, so that
each is held out once. The peer is the share a guess at the commonest class would get.
"""

import argparse
import time
from collections import Counter

from bench.figures import figure
from ekshop.complaints.classifier import SURE, NaiveBayes, category_words, examples

SIZES = {"small": 4, "full": 8}
"""Into how many parts the sentences are cut: with more parts each model learns from more."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small")
    parts = SIZES[parser.parse_args().size]
    known = examples()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    sure: Counter[bool] = Counter()
    urgent: Counter[bool] = Counter()
    begun = time.perf_counter()
    for part in range(parts):
        learnt = [each for number, each in enumerate(known) if number % parts != part]
        model = NaiveBayes([*((each.category, each.text) for each in learnt), *category_words()])
        urgency = NaiveBayes((str(each.urgent), each.text) for each in learnt)
        for each in known[part::parts]:
            shares = model.shares(each.text)
            best = max(shares, key=lambda label: shares[label])
            total[each.category] += 1
            total[f"script {each.script}"] += 1
            is_right = best == each.category
            right[each.category] += is_right
            right[f"script {each.script}"] += is_right
            if shares[best] >= SURE:
                sure[is_right] += 1
            urgent[(urgency.shares(each.text)["True"] >= SURE) == each.urgent] += 1
    seconds = time.perf_counter() - begun
    classes = {each.category for each in known}
    for name in sorted(total):
        figure(
            f"classifier_{name.replace(' ', '_')}",
            right[name] / total[name],
            "share",
        )
    everything = sum(right[name] for name in classes) / len(known)
    commonest = max(total[name] for name in classes) / len(known)
    figure("classifier_right", everything, "share", ratio=everything / commonest)
    figure("classifier_sure", sum(sure.values()) / len(known), "share")
    figure("classifier_right_when_sure", sure[True] / max(sum(sure.values()), 1), "share")
    figure("classifier_urgency_right", urgent[True] / len(known), "share")
    figure("classifier_sentences_a_second", len(known) / seconds, "per_s")


if __name__ == "__main__":
    main()
