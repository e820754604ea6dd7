/**
 * Layers of our own over ND4J's native operations, channels last, on processors and on GPUs. All
 * arrays of a pass are made once for a batch size and used again; parameters go in and gradients
 * come out in one transfer each.
 */
package org.polyak.train.engine.nd4j;
