"""What is said about a network, from plain layer lists: no Keras here."""

from __future__ import annotations

import pytest

from autograder import architecture, architecture_alexnet, architecture_gru, architecture_layers, architecture_paths
from autograder.failures import CheckFailed


def layer(name, output, inputs=None, *, activation=None, wrapped=None, sequences=None, **config):
    return {
        "class": name,
        "inputs": inputs,
        "config": config,
        "output_shape": list(output),
        "activation": activation,
        "wrapped": wrapped,
        "return_sequences": sequences,
        "parameters": 0,
    }


def network(*summaries, input_shape=(33, 46)):
    """A chain of layers, except where a layer names its own inputs."""
    chain = [layer("InputLayer", input_shape, []), *summaries]
    for position, summary in enumerate(chain):
        summary["inputs"] = [position - 1] if summary["inputs"] is None else summary["inputs"]
        summary["input_shape"] = chain[summary["inputs"][0]]["output_shape"] if summary["inputs"] else []
    return architecture_layers.Architecture(chain, input_shape)


PERMUTE = {"name": "Permute", "output": (46, 33), "dims": [2, 1]}
LSTM = {"name": "Bidirectional", "output": (46, 32), "wrapped": "LSTM", "sequences": True}
GRU = {"name": "GRU", "output": (46, 16), "sequences": True}
CONV = {"name": "Conv1D", "output": (46, 16), "activation": "relu"}


def test_layout_follows_axes():
    shape = network(
        layer(**PERMUTE),
        layer("Reshape", (46, 33, 1)),
        layer("Reshape", (46, 33)),
        layer(**CONV),
        layer("Flatten", (736,)),
    )
    assert [one.layout for one in shape.layers] == [
        ("frequency", "time"),
        ("time", "frequency"),
        ("time", "frequency", "one"),
        ("time", "frequency"),
        ("time", "channels"),
        ("values",),
    ]


def test_reshape_of_a_square_input_is_no_transposition():
    same = network(
        layer("Reshape", (40, 40)),
        layer("Bidirectional", (40, 8), wrapped="LSTM", sequences=True),
        input_shape=(40, 40),
    )
    with pytest.raises(CheckFailed, match="over frequency"):
        architecture.lstm_reads_time(same)


def test_lstm_over_time_passes():
    right = network(
        layer(**PERMUTE),
        layer("BatchNormalization", (46, 33)),
        layer(**LSTM),
        layer("Flatten", (1472,)),
        layer("Dense", (1,), activation="sigmoid"),
    )
    architecture.lstm_reads_time(right)
    architecture_paths.flattens_every_step(right)
    architecture.ends_in_probability(right)


def test_two_lstms_side_by_side_are_a_pair_only_in_both_directions():
    def two(**second):
        return network(
            layer(**PERMUTE),
            layer("LSTM", (46, 4), [1], sequences=True, go_backwards=False),
            layer("LSTM", (46, 4), [1], sequences=True, **second),
            layer("Concatenate", (46, 8), [2, 3]),
        )

    architecture.lstm_reads_time(two(go_backwards=True))
    with pytest.raises(CheckFailed, match="more than one LSTM"):
        architecture.lstm_reads_time(two(go_backwards=False))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ([layer(**LSTM | {"output": (33, 32)})], "recurs over frequency"),
        ([layer("Reshape", (46, 33)), layer(**LSTM)], "keeps the order of the numbers"),
        ([layer(**PERMUTE), layer(**LSTM), layer(**LSTM)], "more than one LSTM"),
        ([layer(**PERMUTE), layer("LSTM", (46, 8), sequences=True)], "one direction only"),
        ([layer(**PERMUTE), layer("Cropping1D", (40, 33)), layer(**LSTM | {"output": (40, 32)})], "every time step"),
        ([layer("Flatten", (1518,))], "no recurrent layer"),
    ],
)
def test_lstm_mistakes_are_named(wrong, words):
    with pytest.raises(CheckFailed, match=words):
        architecture.lstm_reads_time(network(*wrong))


@pytest.mark.parametrize(
    "layers",
    [
        [layer(**GRU)],
        [layer("Bidirectional", (46, 16), wrapped="GRU", sequences=True)],
        [
            layer("GRU", (46, 4), [1], sequences=True),
            layer("GRU", (46, 4), [1], sequences=True, go_backwards=True),
            layer("Concatenate", (46, 8), [2, 3]),
        ],
    ],
)
def test_gru_may_read_in_one_direction_or_in_both(layers):
    right = network(layer(**PERMUTE), *layers)
    architecture_gru.reads_time(right)
    with pytest.raises(CheckFailed, match="is a GRU; this task asks for an LSTM"):
        architecture.lstm_reads_time(right)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ([layer(**GRU | {"output": (33, 16)})], "recurs over frequency"),
        ([layer("Reshape", (46, 33)), layer(**GRU)], "keeps the order of the numbers"),
        ([layer(**PERMUTE), layer(**GRU), layer(**GRU)], "more than one GRU layer; this task asks for exactly one"),
        ([layer(**PERMUTE), layer(**LSTM)], "is an LSTM; this task asks for a GRU"),
        ([layer(**PERMUTE), layer("SimpleRNN", (46, 8), sequences=True)], "is a SimpleRNN"),
        ([layer(**PERMUTE), layer("Conv1D", (46, 8)), layer(**GRU)], "The GRU does not read the frequencies"),
        ([layer("Flatten", (1518,))], "it must have one GRU"),
    ],
)
def test_gru_mistakes_are_named(wrong, words):
    with pytest.raises(CheckFailed, match=words):
        architecture_gru.reads_time(network(*wrong))


@pytest.mark.parametrize(
    "after",
    [
        [layer("ReLU", (46, 16))],
        [layer("BatchNormalization", (46, 16)), layer("Activation", (46, 16), activation="relu")],
        [
            layer("MaxPooling1D", (23, 16)),
            layer("Dropout", (23, 16)),
            layer("ReLU", (23, 16), negative_slope=0.0, threshold=0.0, max_value=None),
        ],
        [layer("Flatten", (736,)), layer("ReLU", (736,))],
    ],
)
def test_relu_counts_wherever_it_stands(after):
    linear = CONV | {"activation": "linear"}
    architecture.relu_after_each(
        network(layer(**PERMUTE), layer(**CONV), layer(**linear), *after, layer("Flatten", (736,)))
    )


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ([layer("Flatten", (736,)), layer("Dense", (16,), activation="relu")], "no ReLU after it"),
        ([layer("LeakyReLU", (46, 16))], "LeakyReLU instead"),
        ([layer("ReLU", (46, 16), max_value=6.0)], "cut or leaks"),
        ([layer("Dense", (46, 16), activation="relu")], "no ReLU after it"),
    ],
)
def test_missing_relu_is_named(after, words):
    linear = CONV | {"activation": "linear"}
    with pytest.raises(CheckFailed, match=words):
        architecture.relu_after_each(network(layer(**PERMUTE), layer(**CONV), layer(**linear), *after))


@pytest.mark.parametrize("kernel", [1, [1], (1,)])
def test_kernels_of_one_see_no_shape_in_time(kernel):
    one = layer(**CONV, kernel_size=kernel)
    architecture.convolutions_over_time(network(layer(**PERMUTE), layer(**CONV, kernel_size=[3]), one))
    with pytest.raises(CheckFailed, match="one time alone"):
        architecture.convolutions_over_time(network(layer(**PERMUTE), layer(**CONV, kernel_size=kernel), one))


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ([layer("Dense", (1,), activation="relu")], "activation relu"),
        ([layer("Dense", (1,), activation="linear")], "without a sigmoid"),
        ([layer("Dense", (2,), activation="softmax")], "one probability a row"),
        (
            [layer("Dense", (1,), activation="relu"), layer("Activation", (1,), activation="sigmoid")],
            "before the sigmoid",
        ),
        ([layer("Dense", (1,), activation="sigmoid"), layer("Dropout", (1,))], "changes probabilities at random"),
        ([layer("Dense", (1,), activation="sigmoid"), layer("GaussianNoise", (1,))], "ends in a GaussianNoise"),
    ],
)
def test_wrong_ends_are_named(end, words):
    with pytest.raises(CheckFailed, match=words):
        architecture.ends_in_probability(network(layer("Flatten", (1518,)), *end))


def alexnet(*kernels, pool="MaxPooling1D", pools=(0, 1, 2), strides=(1, 1, 1)):
    """Convolutions of these kernels over 46 times, some of them pooled, and a flatten."""
    layers, times = [layer(**PERMUTE)], 46
    for place, (kernel, stride) in enumerate(zip(kernels, strides, strict=True)):
        times //= stride
        layers.append(layer("Conv1D", (times, 8), activation="relu", kernel_size=[kernel], strides=[stride]))
        if place in pools:
            times //= 2
            layers.append(layer(pool, (times, 8)))
    return [*layers, layer("Flatten", (times * 8,))]


def dense(units=8, activation="relu"):
    return layer("Dense", (units,), activation=activation)


def dropped(rate=0.5):
    return layer("Dropout", (8,), rate=rate)


SIGMOID = {"name": "Dense", "output": (1,), "activation": "sigmoid"}


@pytest.mark.parametrize("options", [{}, {"pools": (0, 2)}, {"pools": (2,), "strides": (2, 1, 1)}])
@pytest.mark.parametrize("kernels", [(7, 5, 3), (3, 3, 3), (5, 1, 5)])
@pytest.mark.parametrize(
    "after",
    [
        [dense(), dropped(), dense()],
        [dense(), dense(), dropped(), dense()],
        [dense(activation="linear"), dropped(), layer("ReLU", (8,)), dense()],
    ],
)
def test_what_is_like_alexnet_passes(kernels, options, after):
    right = network(*alexnet(*kernels, **options), *map(dict, after), layer(**SIGMOID))
    architecture_alexnet.convolutions_shrink(right)
    architecture_alexnet.relu_after_each(right)
    architecture_alexnet.pools_twice(right)
    architecture_alexnet.three_dense(right)


@pytest.mark.parametrize(
    ("rule", "wrong", "words"),
    [
        ("convolutions_shrink", alexnet(7, 5, strides=(1, 1)), "only two Conv1D layers; this task asks for three"),
        ("convolutions_shrink", alexnet(3, 5, 3), "longer kernel than the first"),
        ("pools_twice", alexnet(5, 5, 3, pools=()), "no max pooling"),
        ("pools_twice", alexnet(5, 5, 3, pool="AveragePooling1D"), "no max pooling"),
        ("pools_twice", alexnet(5, 5, 3, pools=(), strides=(2, 2, 1)), "no max pooling"),
        ("pools_twice", alexnet(5, 5, 3, pools=(1,)), "Only one layer makes the times fewer"),
        ("three_dense", [*alexnet(5, 5, 3), dense(), dropped()], "only one dense layer"),
        ("three_dense", [*alexnet(5, 5, 3), dropped(), dense(), dense()], "No Dropout stands between"),
        ("three_dense", [*alexnet(5, 5, 3), dense(), dropped(0.0), dense()], "rate 0"),
        ("three_dense", [*alexnet(5, 5, 3), dense(activation="elu"), dropped(), dense()], "followed by elu"),
    ],
)
def test_what_is_not_like_alexnet_is_named(rule, wrong, words):
    with pytest.raises(CheckFailed, match=words):
        getattr(architecture_alexnet, rule)(network(*wrong, layer(**SIGMOID)))


def test_branches_that_part_and_meet_sixty_times_are_looked_at_once():
    """There are 2^60 ways through them."""
    layers = [layer(**PERMUTE), layer("Conv1D", (46, 16))]
    for _ in range(60):
        first = len(layers)
        layers += [layer("Dropout", (46, 16), [first]), layer("Dropout", (46, 16), [first])]
        layers.append(layer("Add", (46, 16), [first + 1, first + 2]))
    with pytest.raises(CheckFailed, match="has no ReLU after it"):
        architecture.relu_after_each(network(*layers, layer(**CONV)), least=1)
