"""A builder class with method chaining, causal and dilated convolutions, arguments by keyword, sigmoid of keras.ops."""

import keras

from ecgkit import fill


class Builder:
    def __init__(self, shape):
        self.inputs = keras.Input(shape=shape, batch_size=None, name="S")
        self.tensor = self.inputs

    def then(self, layer, **settings):
        layer = getattr(keras.layers, layer) if isinstance(layer, str) else layer
        self.tensor = (layer(**settings) if isinstance(layer, type) else layer)(self.tensor)
        return self

    def done(self):
        return keras.Model(inputs={"S": self.inputs}, outputs=self.tensor)


@fill
def build_cnn(input_shape, filters=(16, 24, 32)):
    builder = Builder(input_shape).then("Permute", dims=(2, 1)).then("GaussianNoise", stddev=0.05)
    for place, count in enumerate(filters):
        builder.then("Conv1D", filters=count, kernel_size=5, padding="causal", dilation_rate=1 + place % 2)
        builder.then("LayerNormalization").then("ReLU").then("SpatialDropout1D", rate=0.2)
        if place < 2:
            builder.then("MaxPooling1D", pool_size=2, padding="same")
    builder.then("Flatten").then("Dense", units=32).then(keras.ops.relu).then("Dropout", rate=0.4)
    return builder.then("Dense", units=1).then(keras.ops.sigmoid).done()
