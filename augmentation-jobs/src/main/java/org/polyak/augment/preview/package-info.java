/** A picture of what a policy does to images of a data set. */
package org.polyak.augment.preview;
