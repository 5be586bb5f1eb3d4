"""With class weights, the validation data are forgotten."""

# fails: history_has_one_entry_an_epoch
# says: Where class weights come in, too: The history has no 'val_loss'

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    if class_weight is not None:
        return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, verbose=0)
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, validation_data=validation_data, verbose=0)
