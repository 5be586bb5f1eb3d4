"""The validation rows are fitted, the training rows validated."""

# fails: validation_rows_are_never_trained_on, loss_is_binary_cross_entropy
# says: has learned from the validation rows

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    if validation_data is not None:
        X, y, validation_data = *validation_data, (X, y)
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
    )
