{
 "cells": [
  {
   "cell_type": "code",
   "metadata": {},
   "source": "import numpy as np\n\nfrom ecgkit import ABNORMAL_SYMBOLS, NORMAL_SYMBOL, fill\n",
   "outputs": [],
   "execution_count": null
  },
  {
   "cell_type": "code",
   "metadata": {},
   "source": "@fill\ndef label_beats(symbols):\n    return np.array([0 if s == NORMAL_SYMBOL else 1 if s in ABNORMAL_SYMBOLS else -1 for s in symbols], dtype=int)\n",
   "outputs": [],
   "execution_count": null
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}