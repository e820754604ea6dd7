package org.polyak.augment.materialize;

import java.io.Serializable;
import org.polyak.pipeline.dataset.RowRange;

/**
 * Rows of the training split in one epoch: what one task augments.
 *
 * @param number place in the new split, from 0
 * @param epoch passes over the data before, from 0
 * @param rows of the parent
 */
record Piece(int number, int epoch, RowRange rows) implements Serializable {}
