/** Who takes part in an evaluation: models of runs, averages of weights, ensembles. */
package org.polyak.evaluate.field;
