package org.polyak.pipeline.source.webdataset;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;

/** The images of samples. */
final class SampleImages implements RawImages {

  private final Shard shard;
  private final SampleReader samples;
  private Sample sample;
  private Iterator<Sample.Input> inputs = Collections.emptyIterator();

  SampleImages(Shard shard, SampleReader samples) {
    this.shard = shard;
    this.samples = samples;
  }

  @Override
  public RawImage next() throws IOException {
    if (!inputs.hasNext()) {
      sample = null;
      sample = samples.next();
      if (sample == null) {
        return null;
      }
      inputs = sample.inputs().iterator();
    }
    Sample.Input input = inputs.next();
    return new RawImage(input.position(), shard.listed(sample, input), input.content());
  }

  @Override
  public void close() throws IOException {
    samples.close();
  }
}
