"""tensorflow.keras, Activation layers, three convolutions whose biases are held small."""

from tensorflow.keras import Sequential, layers, regularizers
from tensorflow.keras.layers import Activation, Conv1D, Dense, Dropout, Flatten, Input, Permute

from ecgkit import fill


@fill
def build_cnn(input_shape):
    model = Sequential()
    model.add(Input(shape=input_shape))
    model.add(Permute((2, 1)))
    for filters in [16, 24, 32]:
        bias = regularizers.L2(1.0)
        model.add(Conv1D(filters=filters, kernel_size=3, strides=1, padding="same", bias_regularizer=bias))
        model.add(Activation("relu"))
        model.add(layers.AveragePooling1D(pool_size=2))
        model.add(layers.SpatialDropout1D(0.2))
    model.add(Flatten())
    model.add(Dense(40))
    model.add(Activation("relu"))
    model.add(Dropout(0.4))
    model.add(Dense(1))
    model.add(Activation("sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer="rmsprop")
    model.summary()
    return model
