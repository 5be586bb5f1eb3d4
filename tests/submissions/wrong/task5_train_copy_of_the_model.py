"""A copy is trained; the model that came in stays as it was."""

# fails: train_learns_a_tiny_set, class_weights_change_the_training, validation_rows_are_never_trained_on, epochs_and_batch_size_are_respected, loss_is_binary_cross_entropy
# says: Training changes nothing

import keras

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model = keras.models.clone_model(model)
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
