"""The weights of the two classes are swapped."""

# fails: class_weights_change_the_training
# says: wrong way round

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    if class_weight:
        class_weight = {0: class_weight[1], 1: class_weight[0]}
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
