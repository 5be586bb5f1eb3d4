"""The handout's recipe on PyTorch: magnitude spectrograms as they are, batches of 32, Adam at 1e-3, no validation patients.

    handout_torch.py NETWORK SEED F1 LIMIT FOLDER ROWS

Its recurrent networks walk over the 33 frequencies, with the 46 times as what they see at each; its class weights multiply a
loss that is a mean already, and so do nothing. The handout says what layers there are; their sizes here are ours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from until import rows_of_part, train_until

FREQUENCIES, TIMES = 33, 46
BATCH_SIZE, LEARNING_RATE = 32, 1e-3


class Recurrent(nn.Module):
    """One recurrent layer over the frequencies, all its outputs flattened, one unit."""

    def __init__(self, layer: nn.RNNBase, features: int) -> None:
        super().__init__()
        self.layer, self.last = layer, nn.Linear(FREQUENCIES * features, 1)

    def forward(self, S: torch.Tensor) -> torch.Tensor:
        return self.last(self.layer(S)[0].flatten(1))


def bilstm() -> nn.Module:
    return Recurrent(nn.LSTM(TIMES, 64, batch_first=True, bidirectional=True), 128)


def gru() -> nn.Module:
    return Recurrent(nn.GRU(TIMES, 64, batch_first=True), 64)


def cnn() -> nn.Module:
    return nn.Sequential(
        nn.Conv1d(FREQUENCIES, 64, 3, padding=1), nn.ReLU(),
        nn.Conv1d(64, 64, 3, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(64 * TIMES, 64), nn.ReLU(), nn.Linear(64, 1),
    )  # fmt: skip


def alexnet() -> nn.Module:
    return nn.Sequential(
        nn.Conv1d(FREQUENCIES, 64, 5, padding=2), nn.ReLU(), nn.MaxPool1d(2),
        nn.Conv1d(64, 96, 3, padding=1), nn.ReLU(), nn.MaxPool1d(2),
        nn.Conv1d(96, 128, 3, padding=1), nn.ReLU(),
        nn.Conv1d(128, 128, 3, padding=1), nn.ReLU(),
        nn.Conv1d(128, 96, 3, padding=1), nn.ReLU(), nn.MaxPool1d(2),
        nn.Flatten(), nn.Linear(96 * (TIMES // 8), 256), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(256, 256), nn.ReLU(), nn.Dropout(0.5), nn.Linear(256, 1),
    )  # fmt: skip


NETWORKS = {"bilstm": bilstm, "cnn": cnn, "alexnet": alexnet, "gru": gru}


class Handout:
    """A network and its optimizer."""

    def __init__(self, network: str) -> None:
        self.network = NETWORKS[network]()
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=LEARNING_RATE)
        self.loss = nn.BCEWithLogitsLoss()

    def learn(self, S: torch.Tensor, y: torch.Tensor, order: torch.Tensor) -> None:
        self.network.train()
        for rows in order.split(BATCH_SIZE):
            self.optimizer.zero_grad()
            self.loss(self.network(S[rows])[:, 0], y[rows]).backward()
            self.optimizer.step()

    def predict(self, S: torch.Tensor) -> np.ndarray:
        self.network.eval()
        with torch.no_grad():
            return torch.cat([torch.sigmoid(self.network(part)[:, 0]) for part in S.split(1024)]).numpy()


def train(network: str, seed: int, f1: float, limit: float, folder: Path, rows: int) -> dict[str, Any]:
    """One training, until the test F1 is reached or the limit is; it is asked after so many rows, or after each epoch if 0."""
    torch.manual_seed(seed)
    S, S_test = (torch.from_numpy(np.load(folder / f"S_{name}.npy")) for name in ("train", "test"))
    y = torch.from_numpy(np.load(folder / "y_train.npy").astype(np.float32))
    return train_until(
        lambda: Handout(network),
        lambda model, part: model.learn(S, y, torch.from_numpy(rows_of_part(len(y), part, rows, seed))),
        lambda model: model.predict(S_test),
        np.load(folder / "y_test.npy"),
        f1=f1,
        limit=limit,
    )


if __name__ == "__main__":
    network, seed, f1, limit, folder, rows = sys.argv[1:]
    print(json.dumps(train(network, int(seed), float(f1), float(limit), Path(folder), int(rows))))
