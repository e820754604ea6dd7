package org.polyak.pipeline.source.tar;

import java.util.ArrayList;
import java.util.List;

/** Cuts an archive into segments while it is indexed. */
public final class TarCuts {

  private final TarRange range;
  private final boolean gzip;
  private final long target;
  private final List<TarSegment> segments = new ArrayList<>();
  private TarMark from;

  /**
   * Starts with an archive.
   *
   * @param target bytes of a segment, which it exceeds by less than a member or sample
   */
  public TarCuts(TarRange range, boolean gzip, long target) {
    this.range = range;
    this.gzip = gzip;
    this.target = target;
  }

  /** Says that something begins there that must not be divided. */
  public void before(TarMark mark) {
    if (from == null) {
      from = mark;
    } else if (!gzip && mark.offset() - from.offset() >= target) {
      segments.add(new TarSegment(range, from, mark.offset(), false));
      from = mark;
    }
  }

  /** All segments of the archive, which has been gone through; none if nothing is in it. */
  public List<TarSegment> segments() {
    if (from == null) {
      return List.of();
    }
    List<TarSegment> all = new ArrayList<>(segments);
    all.add(gzip ? range.whole(true) : new TarSegment(range, from, range.length(), false));
    return all;
  }
}
