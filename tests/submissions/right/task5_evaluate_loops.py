"""One row at a time."""

from ecgkit import fill


@fill
def evaluate(y_true, y_prob):
    truths = [bool(value) for value in y_true.flatten().tolist()]
    calls = [value >= 0.5 for value in y_prob.flatten().tolist()]
    if not truths:
        raise ValueError("no rows")
    counts = {"tp": 0, "fp": 0, "fn": 0, "tn": 0}
    # strict: raises the ValueError for two different lengths
    for truth, call in zip(truths, calls, strict=True):
        counts[("t" if truth == call else "f") + ("p" if call else "n")] += 1
    tp, fp, fn, tn = counts.values()
    print(counts)
    return {
        "accuracy": (tp + tn) / len(truths),
        "precision": tp / max(tp + fp, 1),
        "recall": tp / max(tp + fn, 1),
        "f1": 2 * tp / max(2 * tp + fp + fn, 1),
    }
