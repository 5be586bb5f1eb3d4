"""Plain Python, number by number, and a list of lists comes back; a Sequential that layers are added to, forward only."""

import math

import keras

from ecgkit import fill


def sigmoid(a):
    if a >= 0:
        return 1 / (1 + math.exp(-a))
    return math.exp(a) / (1 + math.exp(a))


def column(row, matrix, number):
    return sum(float(value) * float(weights[number]) for value, weights in zip(row, matrix, strict=True))


@fill
def gru_step(x, h, weights):
    kernel, recurrent, (b, c) = weights
    units = len(h[0])
    rows = []
    for x_row, h_row in zip(x, h, strict=True):
        new = []
        for unit in range(units):
            given = [column(x_row, kernel, unit + gate * units) + float(b[unit + gate * units]) for gate in range(3)]
            seen = [column(h_row, recurrent, unit + gate * units) + float(c[unit + gate * units]) for gate in range(3)]
            z, r = sigmoid(given[0] + seen[0]), sigmoid(given[1] + seen[1])
            new.append(z * float(h_row[unit]) + (1 - z) * math.tanh(given[2] + r * seen[2]))
        rows.append(new)
    return rows


@fill
def build_gru(input_shape):
    model = keras.models.Sequential(name="task8")
    model.add(keras.layers.InputLayer(shape=input_shape))
    model.add(keras.layers.Permute((2, 1)))
    model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.GRU(32, return_sequences=True, dropout=0.1))
    model.add(keras.layers.Dropout(0.4))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(1, "sigmoid"))
    return model
