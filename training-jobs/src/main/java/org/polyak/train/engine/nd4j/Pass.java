package org.polyak.train.engine.nd4j;

import org.polyak.train.engine.RandomKey;
import org.polyak.train.engine.plain.Phase;

/**
 * One pass forward.
 *
 * @param phase what it is for
 * @param key of what layers draw; null if nothing is drawn
 */
record Pass(Phase phase, RandomKey key) {}
