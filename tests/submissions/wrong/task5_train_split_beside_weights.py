"""With class weights and no validation data, a fifth of the rows is kept from training."""

# fails: validation_rows_are_never_trained_on
# says: Some rows of X are never trained on

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        validation_split=0.2 if class_weight and validation_data is None else 0.0,
        verbose=0,
    )
