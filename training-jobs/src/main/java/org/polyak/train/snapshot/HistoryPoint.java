package org.polyak.train.snapshot;

/**
 * One epoch of the learning curve.
 *
 * @param epoch epochs completed
 * @param examples examples seen by all replicas together
 * @param rate learning rate of the last step
 * @param trainLoss mean cross entropy of the steps of this epoch, in nats, on augmented images
 * @param trainAccuracy part of these images classified right, null if the master does not say
 * @param validationLoss mean cross entropy of the averaged model, null if not validated
 * @param validationAccuracy part of the validation split classified right, null if not validated
 * @param seconds wall-clock time of the epoch, without validation and snapshot
 * @param penalty regularisation of the averaged model, which the losses leave out: L2, L1 and
 *     coupled weight decay, in nats; null in files of before it was written
 */
public record HistoryPoint(
    int epoch,
    long examples,
    double rate,
    double trainLoss,
    Double trainAccuracy,
    Double validationLoss,
    Double validationAccuracy,
    double seconds,
    Double penalty) {}
