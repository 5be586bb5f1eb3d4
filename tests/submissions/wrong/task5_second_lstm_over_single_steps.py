"""A second LSTM reads each step by itself, wrapped in TimeDistributed."""

# fails: bilstm_reads_over_time, bilstm_at_another_shape, bilstm_on_unseen_patients
# says: more than one LSTM

import keras
from keras import layers as L
from ecgkit import fill

@fill
def build_bilstm(input_shape):
    x = inp = keras.Input(input_shape)
    x = L.Permute((2, 1))(x)
    x = L.Bidirectional(L.LSTM(8, return_sequences=True))(x)
    x = L.Reshape((1, x.shape[1], x.shape[2]))(x)
    x = L.TimeDistributed(L.LSTM(6, return_sequences=True))(x)
    x = L.Reshape((x.shape[2], x.shape[3]))(x)
    x = L.Flatten()(x)
    x = L.Dense(1, activation='sigmoid')(x)
    return keras.Model(inp, x)
