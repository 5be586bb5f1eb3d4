"""A callback of one's own, and one that makes smaller steps where the validation loss does not fall."""

import keras
import numpy as np

from ecgkit import fill


class Best(keras.callbacks.Callback):
    """Remembers the best weights."""

    def on_train_begin(self, logs=None):
        self.best, self.weights = np.inf, None

    def on_epoch_end(self, epoch, logs=None):
        value = logs.get("val_loss", logs["loss"])
        if value < self.best:
            self.best, self.weights = value, self.model.get_weights()


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile(keras.optimizers.Adam(1e-3, clipnorm=1.0), "binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        callbacks=[Best(), keras.callbacks.ReduceLROnPlateau(patience=3)],
        verbose=0,
    )
