"""An Axes class of its own, registered as a projection; `data=`; ECG paper; the time label at the top; usetex."""
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.projections import register_projection
from matplotlib.ticker import MultipleLocator
from ecgkit import ABNORMAL_SYMBOLS, fill

plt.rcParams["text.usetex"] = True
plt.rcParams["figure.constrained_layout.use"] = True


class EcgPaper(Axes):
    name = "ecg paper"

    def trace(self, record, start, count):
        n = np.arange(start, start + count)
        data = {"t": n / record.fs, "v": record.p_signal[n, 0]}
        self.plot("t", "v", data=data, lw=0.8)
        self.xaxis.set_minor_locator(MultipleLocator(0.2))
        self.grid(which="both", color="mistyrose")
        self.xaxis.set_label_position("top")
        self.set_xlabel(r"\textit{time since the start} / s")
        self.set_ylabel(r"$U_{\mathrm{ECG}}$ / mV")
        self.set_ylim(-5, 5)
        return self


register_projection(EcgPaper)


def paper():
    return plt.figure().add_subplot(projection="ecg paper")


@fill
def plot_random_segment(record, seconds=10, rng=None):
    rng = rng if rng is not None else np.random.default_rng()
    count = round(seconds * record.fs)
    if count > record.sig_len:
        raise ValueError("recording shorter than `seconds`")
    start = int(rng.choice(record.sig_len - count + 1))
    ax = paper()
    ax.trace(record, start, count)
    ax.set_ylim(record.p_signal[:, 0].min(), record.p_signal[:, 0].max())
    return ax


@fill
def plot_abnormal_beat(record, seconds=1, rng=None):
    rng = rng if rng is not None else np.random.default_rng()
    count = round(seconds * record.fs)
    before = round(0.4 * count)
    abnormal = [i for i, s in enumerate(record.symbol) if s in ABNORMAL_SYMBOLS]
    abnormal = [i for i in abnormal if record.sample[i] >= before and record.sample[i] - before + count <= record.sig_len]
    if not abnormal:
        raise ValueError("no abnormal beat fits")
    i = abnormal[int(rng.random() * len(abnormal))]
    ax = paper()
    ax.trace(record, record.sample[i] - before, count)
    ax.autoscale(axis="y")
    ax.set_title(r"\texttt{" + record.symbol[i] + "}")
    return ax
