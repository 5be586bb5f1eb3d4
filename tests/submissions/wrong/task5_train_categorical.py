"""Categorical cross-entropy over one unit."""

# fails: train_learns_a_tiny_set, class_weights_change_the_training, validation_rows_are_never_trained_on, epochs_and_batch_size_are_respected, loss_is_binary_cross_entropy
# says: categorical cross-entropy over one unit is 0 always

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model.fit(
        X,
        y,
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=0,
    )
