"""The rate falls by a fifth each epoch."""
import keras
from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data,
                     callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch, lr: 1e-3 * 0.8**epoch)], verbose=0)
