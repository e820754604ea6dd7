/**
 * Augmentation of training images: a function of seed, epoch and image, never of who computes it.
 */
package org.polyak.augment;
