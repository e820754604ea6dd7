/** Ending training before its last epoch, and which snapshot is the best. */
package org.polyak.train.stopping;
