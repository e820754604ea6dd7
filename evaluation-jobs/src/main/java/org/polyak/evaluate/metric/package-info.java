/**
 * How good predicted probabilities are: error, likelihood, calibration and confusion, in plain
 * Java.
 */
package org.polyak.evaluate.metric;
