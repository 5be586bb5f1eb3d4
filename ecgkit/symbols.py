"""The MIT-BIH annotation symbols: what each one means, and which mark a beat.

Source: the PhysioBank annotation codes, https://archive.physionet.org/physiobank/annotations.shtml
"""

from types import MappingProxyType

NORMAL_SYMBOL = "N"

#: The course's abnormal beats, in the order of the handout.
ABNORMAL_SYMBOLS = ("L", "R", "V", "/", "A", "f", "F", "j", "a", "E", "J", "e", "S")

#: Every symbol that wfdb can read, with its meaning.
MEANINGS = MappingProxyType(
    {
        "N": "normal beat",
        "L": "left bundle branch block beat",
        "R": "right bundle branch block beat",
        "a": "aberrated atrial premature beat",
        "V": "premature ventricular contraction",
        "F": "fusion of ventricular and normal beat",
        "J": "nodal (junctional) premature beat",
        "A": "atrial premature contraction",
        "S": "premature or ectopic supraventricular beat",
        "E": "ventricular escape beat",
        "j": "nodal (junctional) escape beat",
        "/": "paced beat",
        "Q": "unclassifiable beat",
        "~": "signal quality change",
        "|": "isolated QRS-like artifact",
        "s": "ST change",
        "T": "T-wave change",
        "*": "systole",
        "D": "diastole",
        '"': "comment annotation",
        "=": "measurement annotation",
        "p": "P-wave peak",
        "B": "left or right bundle branch block",
        "^": "non-captured pacemaker spike",
        "t": "T-wave peak",
        "+": "rhythm change",
        "u": "U-wave peak",
        "?": "learning",
        "!": "ventricular flutter wave",
        "[": "start of ventricular flutter/fibrillation",
        "]": "end of ventricular flutter/fibrillation",
        "e": "atrial escape beat",
        "n": "supraventricular escape beat",
        "@": "link to external data",
        "x": "non-conducted P-wave (blocked atrial premature beat)",
        "f": "fusion of paced and normal beat",
        "(": "waveform onset",
        ")": "waveform end",
        "r": "R-on-T premature ventricular contraction",
    }
)
