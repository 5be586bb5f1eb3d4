"""The stubs: every function that a student writes, with its contract. One module a task.

Call them as `stubs.build_data_matrix(...)`; fill them in a notebook with `ecgkit.fill`.
"""

from .bilstm import build_bilstm, evaluate, train
from .cnn import build_cnn
from .features import spectrogram, standardize
from .imbalance import class_distribution, class_weights, plot_distribution
from .preparation import build_data_matrix, label_beats, split_by_patient
from .visualization import plot_abnormal_beat, plot_random_segment

__all__ = [
    "build_bilstm",
    "build_cnn",
    "build_data_matrix",
    "class_distribution",
    "class_weights",
    "evaluate",
    "label_beats",
    "plot_abnormal_beat",
    "plot_distribution",
    "plot_random_segment",
    "spectrogram",
    "split_by_patient",
    "standardize",
    "train",
]
