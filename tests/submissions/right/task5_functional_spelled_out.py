"""Functional, every argument of the LSTM spelled out, compiled at once, Activation layer, seeds set."""

import keras
from keras import layers

from ecgkit import fill


@fill
def build_bilstm(input_shape):
    keras.utils.set_random_seed(1)
    inputs = keras.Input(shape=input_shape, name="spectrogram")
    x = keras.ops.transpose(inputs, (0, 2, 1))
    lstm = layers.LSTM(
        units=24,
        activation="tanh",
        recurrent_activation="sigmoid",
        use_bias=True,
        kernel_initializer="glorot_uniform",
        recurrent_initializer="orthogonal",
        return_sequences=True,
        return_state=False,
        go_backwards=False,
        kernel_regularizer=keras.regularizers.l2(1e-5),
    )
    x = layers.Bidirectional(lstm, merge_mode="concat")(x)
    x = layers.Flatten()(x)
    x = layers.Dropout(0.3)(x)
    outputs = layers.Activation("sigmoid")(layers.Dense(1)(x))
    model = keras.Model(inputs=inputs, outputs=outputs)
    model.compile(optimizer=keras.optimizers.Adam(5e-4), loss="binary_crossentropy", metrics=["accuracy"])
    return model


@fill
def train(model, X, y, *, epochs=10, batch_size=128, class_weight=None, validation_data=None, verbose=0):
    print("training for", epochs, "epochs")
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=3e-3),
        loss=keras.losses.BinaryCrossentropy(),
        metrics=["accuracy", keras.metrics.Recall()],
    )
    return model.fit(
        X,
        y.astype("float32"),
        epochs=epochs,
        batch_size=batch_size,
        class_weight=class_weight,
        validation_data=validation_data,
        verbose=verbose,
        callbacks=[keras.callbacks.TerminateOnNaN()],
    )
