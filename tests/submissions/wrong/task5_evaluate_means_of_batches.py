"""The mean of the metrics of batches of 2048 rows."""

# fails: metrics_equal_scikit_learn
# says: With 120,000 rows

import numpy as np
from ecgkit import fill
def four(t, c):
    tp = int(((t==1)&(c==1)).sum()); fp=int(((t==0)&(c==1)).sum()); fn=int(((t==1)&(c==0)).sum())
    d = lambda a,b: a/b if b else 0.0
    return [float((t==c).mean()), d(tp,tp+fp), d(tp,tp+fn), d(2*tp,2*tp+fp+fn)]
@fill
def evaluate(y_true, y_prob):
    t = np.asarray(y_true).reshape(-1).astype(int); p = np.asarray(y_prob).reshape(-1)
    if len(t) != len(p) or len(t) == 0:
        raise ValueError("lengths")
    c = (p >= 0.5).astype(int)
    rows = [four(t[i:i+2048], c[i:i+2048]) for i in range(0, len(t), 2048)]
    return dict(zip(("accuracy","precision","recall","f1"), np.mean(rows, axis=0).tolist()))
