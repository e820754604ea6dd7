"""Figures of scikit-learn and SciPy that the metrics are tested against.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 scipy==1.17.1
    venv/bin/python metrics_truth.py > ../resources/org/polyak/evaluate/metric/truth.json

Made-up predictions of three models for 400 examples of 5 classes, rounded so that ties occur; class
4 has few examples and is never predicted by model 0.
"""

import json
import sys

import numpy as np
import scipy
import sklearn
from scipy import optimize, stats
from sklearn import metrics

EXAMPLES, CLASSES, MODELS, BINS = 400, 5, 3, 15

random = np.random.default_rng(20)
labels = random.choice(CLASSES, EXAMPLES, p=[0.3, 0.3, 0.2, 0.17, 0.03])
shared = random.normal(size=(EXAMPLES, CLASSES))
probabilities = []
for model in range(MODELS):
    logits = 1.5 * shared + random.normal(size=(EXAMPLES, CLASSES))
    logits[np.arange(EXAMPLES), labels] += 1.6 + 0.4 * model
    if model == 0:
        logits[:, 4] -= 9
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = np.round(p / p.sum(axis=1, keepdims=True), 2)
    # Multiples of 0.01 with sum 1, so that floats tie what doubles tie, and nothing else.
    p[np.arange(EXAMPLES), p.argmax(axis=1)] += 1 - p.sum(axis=1)
    probabilities.append(np.round(p, 2))
probabilities = np.stack(probabilities)
assert (probabilities >= 0).all() and np.allclose(probabilities.sum(axis=2), 1, atol=1e-12)


def calibration_errors(p):
    """The definition of Guo et al. 2017 with bins (low, high], by NumPy."""
    confidence, predicted = p.max(axis=1), p.argmax(axis=1)
    gaps, weights = [], []
    for low, high in zip(np.arange(BINS) / BINS, np.arange(1, BINS + 1) / BINS):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            gaps.append(abs((predicted == labels)[inside].mean() - confidence[inside].mean()))
            weights.append(inside.mean())
    return float(np.dot(gaps, weights)), float(max(gaps))


def temperature(p):
    logits = np.log(np.maximum(p, 1e-15))

    def loss(inverse):
        z = inverse * logits
        return (scipy.special.logsumexp(z, axis=1) - z[np.arange(EXAMPLES), labels]).mean()

    return float(optimize.minimize_scalar(loss, bounds=(0.05, 20), method="bounded",
                                          options={"xatol": 1e-10}).x)


def averages(predicted, kind):
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        labels, predicted, average=kind, zero_division=0)
    return [float(precision), float(recall), float(f1)]


models = []
for p in probabilities:
    predicted = p.argmax(axis=1)
    expected, largest = calibration_errors(p)
    models.append({
        "accuracy": metrics.accuracy_score(labels, predicted),
        "logLoss": metrics.log_loss(labels, np.maximum(p, 1e-15), labels=range(CLASSES)),
        "brier": float(((p - np.eye(CLASSES)[labels]) ** 2).sum(axis=1).mean()),
        "expectedCalibrationError": expected,
        "maximumCalibrationError": largest,
        "inverseTemperature": temperature(p),
        "macro": averages(predicted, "macro"),
        "weighted": averages(predicted, "weighted"),
        "confusion": metrics.confusion_matrix(labels, predicted).tolist(),
        "rocArea": [metrics.roc_auc_score(labels == c, p[:, c]) for c in range(CLASSES)],
        "averagePrecision": [
            metrics.average_precision_score(labels == c, p[:, c]) for c in range(CLASSES)],
    })

pairs = []
for first in range(MODELS):
    for second in range(first + 1, MODELS):
        a = probabilities[first].argmax(axis=1)
        b = probabilities[second].argmax(axis=1)
        only_a = int(((a == labels) & (b != labels)).sum())
        only_b = int(((a != labels) & (b == labels)).sum())
        true_a = probabilities[first][np.arange(EXAMPLES), labels]
        true_b = probabilities[second][np.arange(EXAMPLES), labels]
        pairs.append({
            "first": first, "second": second, "onlyFirst": only_a, "onlySecond": only_b,
            "exact": float(stats.binomtest(min(only_a, only_b), only_a + only_b).pvalue),
            "corrected": float(stats.chi2.sf((abs(only_a - only_b) - 1) ** 2 / (only_a + only_b), 1)),
            "disagreement": float((a != b).mean()),
            "errorCorrelation": metrics.matthews_corrcoef(a != labels, b != labels),
            "probabilityCorrelation": float(stats.pearsonr(true_a, true_b).statistic),
        })

likelihoods = np.maximum(probabilities[:, np.arange(EXAMPLES), labels].T, 1e-15)
mixture = optimize.minimize(
    lambda w: -np.log(likelihoods @ w).mean(), np.full(MODELS, 1 / MODELS), method="SLSQP",
    bounds=[(0, 1)] * MODELS, constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
    options={"ftol": 1e-14, "maxiter": 1000})

json.dump({
    "source": f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}, "
              f"NumPy {np.__version__}",
    "labels": labels.tolist(),
    "probabilities": probabilities.tolist(),
    "models": models,
    "pairs": pairs,
    "mixture": {"weights": mixture.x.tolist(), "loss": float(mixture.fun)},
}, sys.stdout)
sys.stdout.write("\n")
