"""With class weights, the batch size is forgotten."""

# fails: epochs_and_batch_size_are_respected
# says: Where class weights come in

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    options = {"epochs": epochs, "validation_data": validation_data, "verbose": 0}
    if class_weight is None:
        options["batch_size"] = batch_size
    else:
        options["class_weight"] = class_weight
    return model.fit(X, y, **options)
