/** Averages of the model over the time of training, kept beside it. */
package org.polyak.train.average;
