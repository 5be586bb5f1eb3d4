"""Two halves as on AlexNet's two graphics cards, joined before the dense layers; ReLU as a function."""

from tensorflow import keras

from ecgkit import fill

KL = keras.layers


class AlexNet:
    filters, kernels = (16, 24, 32, 32, 24), (11, 5, 3, 3, 3)

    def half(self, x):
        for place, (filters, kernel) in enumerate(zip(self.filters, self.kernels, strict=True)):
            x = keras.activations.relu(KL.Conv1D(filters, kernel, padding="same")(x))
            if place in (0, 1, 4):
                x = KL.Dropout(0.25)(KL.MaxPooling1D(2)(x))
        return KL.Flatten()(x)

    def __call__(self, inputs):
        x = keras.ops.moveaxis(inputs, 2, 1)
        x = KL.LayerNormalization(axis=1, center=False, scale=False)(x)
        return self.dense(KL.Concatenate()([self.half(x), self.half(x)]))

    def dense(self, x):
        for _ in range(2):
            x = KL.Dropout(rate=0.4)(keras.ops.relu(KL.Dense(48)(x)))
        return KL.Dense(units=1, activation=keras.activations.sigmoid)(x)


NETWORK = AlexNet()


@fill
def build_alexnet(input_shape, network=NETWORK):
    inputs = keras.Input(shape=tuple(input_shape))
    model = keras.Model(inputs, network(inputs), name="two_halves")
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model
