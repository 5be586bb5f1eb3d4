"""tf.signal.stft and a Normalization layer: tensors come back."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf

from ecgkit import fill


@fill
def spectrogram(X, fs=360, nperseg=64, noverlap=32):
    half, step = nperseg // 2, nperseg - noverlap
    tail = -(X.shape[1] + 2 * half - nperseg) % step
    padded = tf.pad(tf.convert_to_tensor(X, tf.float64), [[0, 0], [half, half + tail]])
    Z = tf.signal.stft(
        padded,
        frame_length=nperseg,
        frame_step=step,
        fft_length=nperseg,
        window_fn=tf.signal.hann_window,
        pad_end=False,
    )
    window = tf.signal.hann_window(nperseg, dtype=tf.float64)
    return tf.transpose(tf.abs(Z) / tf.reduce_sum(window), [0, 2, 1])


@fill
def standardize(train, *others):
    layer = keras.layers.Normalization(axis=1)
    layer.adapt(train)
    return [layer(np.asarray(array)) for array in (train, *others)]
