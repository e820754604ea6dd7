/** Deeplearning4j behind the engine seam. */
package org.polyak.train.engine.dl4j;
