package org.polyak.pipeline.source.imagenet;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;
import org.polyak.pipeline.source.tar.TarMember;

/**
 * What lies among the classes' archives and is none, so that it is counted and not lost.
 *
 * @param name of the archive
 */
record StrayMembers(String name, List<Stray> members) implements Container, Piece {

  /** One of them. */
  record Stray(long position, String path, long size, RejectionReason reason, String message)
      implements Serializable {

    static Stray of(TarMember member) {
      return member.refusal() != null
          ? new Stray(
              member.position(),
              member.name(),
              member.size(),
              member.refusal().reason(),
              member.refusal().message())
          : new Stray(
              member.position(),
              member.name(),
              member.size(),
              RejectionReason.UNSUPPORTED,
              "not the archive of a class (expected a name such as n01440764.tar)");
    }

    private ListedImage listed() {
      return new ListedImage("train/" + path, Split.TRAIN, null);
    }

    private RawImage raw() {
      return new RawImage(position, listed(), new RawImage.Refused(reason, size, "", message));
    }
  }

  StrayMembers {
    members = List.copyOf(members);
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public List<Piece> index(Configuration hadoop, Listing listing) {
    members.forEach(stray -> listing.add(stray.position(), stray.listed(), stray.size()));
    return List.of(this);
  }

  @Override
  public RawImages open(Configuration hadoop) {
    Iterator<Stray> rest = members.iterator();
    return new RawImages() {
      @Override
      public RawImage next() {
        return rest.hasNext() ? rest.next().raw() : null;
      }

      @Override
      public void close() {}
    };
  }
}
