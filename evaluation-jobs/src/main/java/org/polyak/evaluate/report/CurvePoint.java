package org.polyak.evaluate.report;

/**
 * A point of the learning curves.
 *
 * @param step optimiser steps done
 * @param epoch epochs done, may have a fraction
 * @param learningRate of the last step
 * @param trainLoss mean cross entropy since the last point, in nats, on augmented images
 * @param trainAccuracy part of these classified right, in [0, 1]; null if not known
 * @param validationLoss mean cross entropy on the validation split; null if not measured
 * @param validationAccuracy part of it classified right, in [0, 1]; null if not measured
 */
public record CurvePoint(
    long step,
    double epoch,
    double learningRate,
    double trainLoss,
    Double trainAccuracy,
    Double validationLoss,
    Double validationAccuracy) {}
