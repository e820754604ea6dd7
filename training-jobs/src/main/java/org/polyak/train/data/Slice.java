package org.polyak.train.data;

import java.io.Serializable;
import java.util.List;
import org.polyak.pipeline.dataset.ImageRecord;

/**
 * The images that one replica owns, in reading order, as they stay in an executor's memory.
 *
 * @param number which slice, from 0
 * @param images encoded or raster bytes, as in the data set
 * @param readSeconds what reading them took
 */
public record Slice(int number, List<ImageRecord> images, double readSeconds)
    implements Serializable {}
