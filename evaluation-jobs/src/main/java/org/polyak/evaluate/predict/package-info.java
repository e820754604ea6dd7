/** Predictions of the models of a run, as one Spark pass over a split. */
package org.polyak.evaluate.predict;
