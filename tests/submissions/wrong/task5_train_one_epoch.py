"""The number of epochs is ignored."""

# fails: history_has_one_entry_an_epoch, train_learns_a_tiny_set, class_weights_change_the_training, epochs_and_batch_size_are_respected
# says: one loss an epoch

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model.fit(X, y, batch_size=batch_size, class_weight=class_weight, validation_data=validation_data, verbose=0)
