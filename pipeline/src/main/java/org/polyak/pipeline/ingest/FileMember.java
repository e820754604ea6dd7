package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.io.InputStream;

/** A single file as it lies. */
final class FileMember implements Members {

  private final String name;
  private final InputStream content;
  private boolean taken;

  FileMember(String name, InputStream content) {
    this.name = name;
    this.content = content;
  }

  @Override
  public Member next() {
    if (taken) {
      return null;
    }
    taken = true;
    return new Member(name, content);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
