"""float64 and einsum over weights of three axes; a functional model with every argument of the GRU spelled out."""

import keras
import numpy as np
from scipy.special import expit

from ecgkit import fill


@fill
def gru_step(x, h, weights):
    units = h.shape[1]
    W, U, B = (np.asarray(w, dtype=np.float64).reshape(len(w), 3, units) for w in weights)
    given = np.einsum("bd,dgu->gbu", x, W) + B[0][:, np.newaxis]
    recalled = np.einsum("bv,vgu->gbu", h, U) + B[1][:, np.newaxis]
    z, r = expit(given[:2] + recalled[:2])
    return h + (1 - z) * (np.tanh(given[2] + r * recalled[2]) - h)


@fill
def build_gru(input_shape, units=20):
    inputs = keras.Input(shape=input_shape, name="spectrogram")
    x = keras.ops.transpose(inputs, (0, 2, 1))
    gru = keras.layers.GRU(
        units=units,
        activation="tanh",
        recurrent_activation="sigmoid",
        use_bias=True,
        kernel_initializer="glorot_uniform",
        recurrent_initializer="orthogonal",
        return_sequences=True,
        return_state=False,
        go_backwards=False,
        reset_after=True,
    )
    x = keras.layers.Bidirectional(gru, merge_mode="concat")(x)
    x = keras.layers.Dropout(0.3)(keras.layers.Flatten()(x))
    outputs = keras.layers.Activation("sigmoid")(keras.layers.Dense(1)(x))
    model = keras.Model(inputs=inputs, outputs=outputs)
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model
