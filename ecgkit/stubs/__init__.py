"""The stubs: every function that a student writes, with its contract. One module a task.

Call them as `stubs.build_data_matrix(...)`; fill them in a notebook with `ecgkit.fill`.
"""

from .alexnet import build_alexnet
from .bilstm import build_bilstm, evaluate, train
from .cnn import build_cnn
from .features import spectrogram, standardize
from .gru import build_gru, gru_step
from .imbalance import class_distribution, class_weights, plot_distribution
from .preparation import build_data_matrix, label_beats, split_by_patient
from .visualization import plot_abnormal_beat, plot_random_segment

__all__ = [
    "build_alexnet",
    "build_bilstm",
    "build_cnn",
    "build_data_matrix",
    "build_gru",
    "class_distribution",
    "class_weights",
    "evaluate",
    "gru_step",
    "label_beats",
    "plot_abnormal_beat",
    "plot_distribution",
    "plot_random_segment",
    "spectrogram",
    "split_by_patient",
    "standardize",
    "train",
]
