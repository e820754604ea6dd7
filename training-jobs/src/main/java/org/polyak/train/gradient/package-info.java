/** Gradients checked against differences of the loss. */
package org.polyak.train.gradient;
