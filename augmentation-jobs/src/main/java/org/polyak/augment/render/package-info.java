/** Computes an augmented image's pixels, once, when all that is to be done to them is known. */
package org.polyak.augment.render;
