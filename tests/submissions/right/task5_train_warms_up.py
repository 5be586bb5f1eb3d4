"""LearningRateScheduler with a warm-up over the first five epochs."""
import keras
from ecgkit import fill

WARMUP = 5


def schedule(epoch, lr):
    return 1e-3 * min(1.0, (epoch + 1) / WARMUP)


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data,
                     callbacks=[keras.callbacks.LearningRateScheduler(schedule)], verbose=0)
