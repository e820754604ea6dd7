package org.polyak.train.divergence;

import java.io.Serializable;

/**
 * The decision to go back to a snapshot and on with a lower rate, as it stands in the run's folder.
 *
 * @param epoch epochs completed at the snapshot
 * @param round rounds completed in the next epoch
 * @param progress the same in epochs of examples: from here on the rate is multiplied
 * @param factor by which
 * @param reason what was seen
 */
public record RateDrop(int epoch, int round, double progress, double factor, String reason)
    implements Serializable {}
