"""With validation data, the class weights are forgotten."""

# fails: class_weights_change_the_training
# says: validation data come in, too: the class weights have no effect

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    if validation_data is None:
        return model.fit(X, y, epochs=epochs, batch_size=batch_size, class_weight=class_weight, verbose=0)
    return model.fit(X, y, epochs=epochs, batch_size=batch_size, validation_data=validation_data, verbose=0)
