/** What becomes of an augmented image's colours. */
package org.polyak.augment.colour;
