/** Snapshots of training: their file, the folder they lie in, which of them stay. */
package org.polyak.train.snapshot;
