package org.polyak.augment.materialize;

import java.io.Serializable;
import org.polyak.pipeline.dataset.CommonSize;
import org.polyak.pipeline.dataset.Fingerprint;
import org.polyak.pipeline.dataset.Split;

/**
 * A file that a task has made.
 *
 * @param split whose it is
 * @param piece of which it holds rows
 * @param number of the file within the piece
 * @param path where it lies, with scheme
 * @param rows in it
 * @param made digest of its rows
 * @param read digest of the parent's rows that they were made of; of nothing but in epoch 0, so
 *     that each row counts once
 * @param size of its images
 */
record Part(
    Split split,
    int piece,
    int number,
    String path,
    long rows,
    Fingerprint made,
    Fingerprint read,
    CommonSize size)
    implements Serializable {}
