package org.polyak.pipeline.source.tar;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImages;

/**
 * An archive whose members are images.
 *
 * @param range where it lies
 * @param labels what its members' names say
 * @param target bytes of a piece
 */
public record TarContainer(TarRange range, MemberLabels labels, long target) implements Container {

  /** An archive with pieces of the customary size. */
  public TarContainer(TarRange range, MemberLabels labels) {
    this(range, labels, Piece.TARGET_BYTES);
  }

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
    try (TarReader tar = range.whole(gzip).open(hadoop)) {
      for (TarMember member = tar.next(); member != null; member = tar.next()) {
        cuts.before(member.mark());
        listing.add(member.position(), labels.listed(member.name()), member.size());
      }
    }
    return cuts.segments().stream().<Piece>map(s -> new TarPiece(s, labels)).toList();
  }

  /** Images of an archive. */
  private record TarPiece(TarSegment segment, MemberLabels labels) implements Piece {

    @Override
    public long bytes() {
      return segment.bytes();
    }

    @Override
    public RawImages open(Configuration hadoop) throws IOException {
      return new TarImages(segment.open(hadoop), labels);
    }
  }
}
