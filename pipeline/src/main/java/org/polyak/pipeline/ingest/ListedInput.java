package org.polyak.pipeline.ingest;

import java.io.Serializable;
import org.polyak.pipeline.dataset.Split;

/**
 * What the plan needs to know of an input.
 *
 * @param position in its container
 * @param split as the collection says
 * @param classKey null if the collection names no class
 * @param bytes of its content
 */
record ListedInput(long position, ImageKey key, Split split, String classKey, long bytes)
    implements Serializable {}
