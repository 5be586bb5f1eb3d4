"""Class weights are taken and forgotten."""

# fails: class_weights_change_the_training
# says: no effect

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, validation_data=validation_data, verbose=0)
