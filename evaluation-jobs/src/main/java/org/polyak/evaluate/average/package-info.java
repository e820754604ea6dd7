/** Averages of weights, as models like any other. */
package org.polyak.evaluate.average;
