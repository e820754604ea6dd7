/** Rasters in memory and their way into a network's input. */
package org.polyak.augment.image;
