/**
 * The files of MNIST (LeCun, Cortes and Burges 1998) and of the collections that come in its shape:
 * a file of grey images and a file of labels for each split, both in the IDX format of big-endian
 * numbers, gzipped or not.
 */
package org.polyak.pipeline.source.idx;
