/** What is done to the images of a batch with each other. */
package org.polyak.augment.batch;
