/** The seam between training and what computes: a network as a function on plain arrays. */
package org.polyak.train.engine;
