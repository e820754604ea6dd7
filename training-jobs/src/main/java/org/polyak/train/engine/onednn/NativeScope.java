package org.polyak.train.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/** Native objects that live and are freed together. */
final class NativeScope implements AutoCloseable {

  private final List<Pointer> owned = new ArrayList<>();

  /** Takes an object over, to be freed with the scope. */
  <T extends Pointer> T own(T object) {
    owned.add(object);
    return object;
  }

  /** Frees the objects, the newest first. */
  @Override
  public void close() {
    for (int i = owned.size() - 1; i >= 0; i--) {
      owned.get(i).deallocate();
    }
    owned.clear();
  }
}
