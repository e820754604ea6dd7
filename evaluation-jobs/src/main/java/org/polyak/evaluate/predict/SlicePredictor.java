package org.polyak.evaluate.predict;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.polyak.pipeline.dataset.ImageRecord;

/** The predictions of a slice, image by image: no more are held than a batch takes. */
final class SlicePredictor implements Iterator<Prediction> {

  private final Iterator<ImageRecord> images;
  private final List<InputPredictor> inputs;
  private final int columns;
  private final Deque<OpenImage> open = new ArrayDeque<>();
  private boolean flushed;

  /**
   * @param inputs hold nothing of another slice
   * @param columns of the predictions
   * @param images of the slice
   */
  SlicePredictor(List<InputPredictor> inputs, int columns, Iterator<ImageRecord> images) {
    this.images = images;
    this.inputs = inputs;
    this.columns = columns;
  }

  @Override
  public boolean hasNext() {
    while (!(open.size() > 0 && open.peekFirst().complete())) {
      if (images.hasNext()) {
        ImageRecord image = images.next();
        OpenImage next = new OpenImage(image, columns);
        open.addLast(next);
        // All views are counted before the first batch may complete the image.
        inputs.forEach(input -> next.expect(input.begin(image)));
        inputs.forEach(input -> input.add(next));
      } else if (flushed) {
        return false;
      } else {
        inputs.forEach(InputPredictor::flush);
        flushed = true;
      }
    }
    return true;
  }

  @Override
  public Prediction next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return open.removeFirst().prediction();
  }

  /** Whether all images went through all models. */
  boolean finished() {
    return flushed;
  }
}
