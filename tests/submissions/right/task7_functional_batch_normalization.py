"""Functional, ReLU layers apart after batch normalization, a stride in place of the first pooling, overlapping pools."""

from keras import Input, Model, layers, ops

from ecgkit import fill


def convolve(x, filters, kernel, **settings):
    x = layers.Conv1D(filters, kernel, padding="same", use_bias=False, **settings)(x)
    return layers.ReLU()(layers.BatchNormalization()(x))


def connect(x, units):
    x = layers.Dense(units)(layers.Dropout(0.5)(x))
    return layers.ReLU()(layers.BatchNormalization()(x))


@fill
def build_alexnet(input_shape):
    inputs = Input(input_shape)
    x = ops.transpose(inputs, (0, 2, 1))
    x = convolve(x, 32, 11, strides=2)
    x = layers.SpatialDropout1D(0.2)(x)
    for filters, kernel in ((48, 5), (48, 3), (48, 3), (32, 3)):
        x = convolve(x, filters, kernel)
    x = layers.MaxPool1D(pool_size=3, strides=2)(x)
    x = layers.Flatten()(x)
    x = connect(connect(x, 64), 32)
    return Model(inputs, layers.Dense(1, activation="sigmoid")(x))
