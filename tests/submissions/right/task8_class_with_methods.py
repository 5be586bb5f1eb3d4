"""A cell as a class, gates as a dictionary, the logistic function by tanh, in-place on its own arrays; nested Sequential."""

from dataclasses import dataclass

import keras
import numpy as np

from ecgkit import fill


@dataclass
class Cell:
    kernel: np.ndarray
    recurrent: np.ndarray
    bias: np.ndarray

    @property
    def units(self):
        return self.kernel.shape[1] // 3

    def blocks(self, array):
        return dict(zip("zrh", np.moveaxis(array.reshape(len(array), 3, self.units), 1, 0), strict=True))

    def __call__(self, x, h):
        W, U, b = map(self.blocks, (self.kernel, self.recurrent, self.bias))
        sums = {name: (x @ W[name] + b[name][0], h @ U[name] + b[name][1]) for name in "zrh"}
        z, r = (0.5 + 0.5 * np.tanh(0.5 * sum(sums[name])) for name in "zr")
        new = sums["h"][1].copy()
        new *= r
        new += sums["h"][0]
        np.tanh(new, out=new)
        new *= 1 - z
        new += z * h
        return np.asfortranarray(new)


@fill
def gru_step(x, h, weights):
    return Cell(*weights)(x, h)


@fill
def build_gru(input_shape):
    eyes = keras.Sequential(
        [keras.Input(input_shape), keras.layers.Rescaling(0.5), keras.layers.Permute(dims=(2, 1))], name="eyes"
    )
    return keras.Sequential(
        [
            eyes,
            keras.layers.GaussianNoise(0.1),
            keras.layers.Bidirectional(keras.layers.GRU(24, return_sequences=True), merge_mode="sum"),
            keras.layers.Dropout(0.3),
            keras.layers.Flatten(),
            keras.layers.Dense(1, activation=keras.activations.sigmoid),
        ]
    )
