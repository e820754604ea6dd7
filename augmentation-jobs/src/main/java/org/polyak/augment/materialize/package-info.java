/** Augmented epochs of a data set as a data set. */
package org.polyak.augment.materialize;
