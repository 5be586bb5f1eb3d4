"""TensorFlow told, in a cell of its own, to behave like NumPy."""

# %%
import tensorflow as tf
from tensorflow.python.ops.numpy_ops import np_config

from ecgkit import fill

# %%
np_config.enable_numpy_behavior()


# %%
@fill
def standardize(train, *others):
    train = tf.constant(train)
    mean = train.mean(axis=(0, 2), keepdims=True)
    std = tf.math.reduce_std(train, axis=(0, 2), keepdims=True)
    std = tf.where(std == 0, 1.0, std)
    return tuple(((tf.constant(S) - mean) / std).astype("float32") for S in (train, *others))
