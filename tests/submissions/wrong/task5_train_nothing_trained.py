"""Evaluates, and writes a history by hand."""

# fails: train_learns_a_tiny_set, class_weights_change_the_training, validation_rows_are_never_trained_on, epochs_and_batch_size_are_respected, loss_is_binary_cross_entropy
# says: Training changes nothing

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    names = ["loss", "accuracy"] + (["val_loss", "val_accuracy"] if validation_data else [])
    loss, accuracy = model.evaluate(X, y, verbose=0)
    return {name: [loss if "loss" in name else accuracy] * epochs for name in names}
