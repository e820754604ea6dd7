package org.polyak.pipeline.source.webdataset;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImages;
import org.polyak.pipeline.source.tar.TarCuts;
import org.polyak.pipeline.source.tar.TarRange;
import org.polyak.pipeline.source.tar.TarSegment;

/**
 * A shard. Its index reads labels and passes over images.
 *
 * @param id its path in the collection without extension; the ids of its images begin with it
 * @param split of its images
 * @param target bytes of a piece, which is cut between samples
 */
record Shard(TarRange range, String id, Split split, MemberRoles roles, long target)
    implements Container {

  @Override
  public String name() {
    return range.name();
  }

  @Override
  public long bytes() {
    return range.length();
  }

  @Override
  public List<Piece> index(Configuration hadoop, Listing listing) throws IOException {
    boolean gzip = range.isGzip(hadoop);
    TarCuts cuts = new TarCuts(range, gzip, target);
    try (SampleReader samples = new SampleReader(range.whole(gzip).open(hadoop), roles, false)) {
      for (Sample sample = samples.next(); sample != null; sample = samples.next()) {
        cuts.before(sample.mark());
        for (Sample.Input input : sample.inputs()) {
          listing.add(input.position(), listed(sample, input), input.size());
        }
      }
    }
    return cuts.segments().stream().<Piece>map(s -> new ShardPiece(this, s)).toList();
  }

  /** What the collection says of an image. */
  ListedImage listed(Sample sample, Sample.Input input) {
    return new ListedImage(id + "/" + input.name(), split, sample.classKey());
  }

  /** Samples of a shard. */
  private record ShardPiece(Shard shard, TarSegment segment) implements Piece {

    @Override
    public long bytes() {
      return segment.bytes();
    }

    @Override
    public RawImages open(Configuration hadoop) throws IOException {
      return new SampleImages(shard, new SampleReader(segment.open(hadoop), shard.roles(), true));
    }
  }
}
