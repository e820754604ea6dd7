package org.polyak.train.engine.plain;

import org.polyak.augment.random.RandomStream;

/**
 * What a kernel works on in a pass forward.
 *
 * @param size images n
 * @param phase what the pass is for
 * @param random the node's stream at its start; null if nothing is drawn
 * @param inputs {@code [n][height][width][channels]} each
 * @param output receives {@code [n][height][width][channels]}; every value is written
 * @param parameters of this node
 * @param statistics of this node: read, or written if the phase takes those of the batch
 */
public record Call(
    int size,
    Phase phase,
    RandomStream random,
    double[][] inputs,
    double[] output,
    double[] parameters,
    double[] statistics) {}
