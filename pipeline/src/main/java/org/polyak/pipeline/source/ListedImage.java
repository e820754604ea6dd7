package org.polyak.pipeline.source;

import java.io.Serializable;
import org.polyak.pipeline.dataset.Split;

/**
 * What a collection says of an image.
 *
 * @param id path inside the collection, with {@code /}; stable wherever the collection lies, and
 *     the same for an archive and what it unpacks to
 * @param split where it belongs
 * @param classKey its class as the collection names it; null if it names none
 */
public record ListedImage(String id, Split split, String classKey) implements Serializable {}
