package org.polyak.evaluate.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.polyak.augment.view.CropSet;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.train.data.Slice;

/** The predictions of a slice, image by image: no more are held than a batch takes. */
final class SlicePredictor implements Iterator<Prediction> {

  private final Iterator<ImageRecord> images;
  private final List<InputPredictor> inputs = new ArrayList<>();
  private final int columns;
  private final Deque<OpenImage> open = new ArrayDeque<>();
  private boolean flushed;

  SlicePredictor(
      List<RunInput> runs, List<CropSet> crops, List<Model> models, Iterator<Slice> slices) {
    this.images =
        slices.hasNext() ? slices.next().images().iterator() : Collections.emptyIterator();
    this.columns = models.size() * crops.size();
    List<RunInput> seen = new ArrayList<>();
    for (RunInput run : runs) {
      if (seen.stream().noneMatch(run::seesAs)) {
        seen.add(run);
        inputs.add(new InputPredictor(run, runs, crops, models));
      }
    }
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
        inputs.forEach(InputPredictor::close);
        inputs.clear();
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
}
