"""Where no class weights come in, normal beats count half."""

# fails: class_weights_change_the_training, loss_is_binary_cross_entropy
# says: Where no class weights come in, the classes are weighed all the same

from ecgkit import fill


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None):
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    weights = {0: 0.5, 1: 1.0} if class_weight is None else class_weight
    return model.fit(
        X, y, epochs=epochs, batch_size=batch_size, class_weight=weights, validation_data=validation_data, verbose=0
    )
