package org.polyak.pipeline.source;

import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.dataset.Split;

/**
 * What the user says of a collection; each layout takes what concerns it.
 *
 * @param input file or folder, which exists
 * @param labels which of several labellings, such as {@code fine} or {@code coarse}; null for the
 *     layout's default
 * @param metadata folder with the files that say the labels of the images, where they do not lie in
 *     the input; null if they do
 * @param split where images go whose place does not say their split
 * @param pad blank pixels added on each side of small grey images
 * @param imageColumn column or member with the image; null for the layout's default
 * @param labelColumn column or member with the label; null for the layout's default
 */
public record SourceOptions(
    Path input,
    String labels,
    Path metadata,
    Split split,
    int pad,
    String imageColumn,
    String labelColumn) {

  /** Options that say nothing but where the input is. */
  public static SourceOptions of(Path input) {
    return new SourceOptions(input, null, null, Split.TRAIN, 0, null, null);
  }
}
