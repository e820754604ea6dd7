/** How fast images are augmented. */
package org.polyak.benchmark.augmentation;
