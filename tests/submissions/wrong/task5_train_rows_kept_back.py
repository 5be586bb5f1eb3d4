"""A fifth of the rows are kept back for a validation that nobody asked for."""

# fails: validation_rows_are_never_trained_on
# says: Some rows of X are never trained on

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    options = {"validation_data": validation_data} if validation_data else {"validation_split": 0.2}
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, verbose=0, **options)
