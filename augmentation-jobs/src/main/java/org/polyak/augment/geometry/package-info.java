/** Where an augmented image's pixels come from. */
package org.polyak.augment.geometry;
