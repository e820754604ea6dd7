package org.polyak.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;

/**
 * The folder that a stage makes. It is written beside its place and moved there when everything is
 * in it; {@code manifest.json}, which says what made it, comes last, and a folder without it is not
 * complete. The order matters where moving a folder is copying its files one by one, as object
 * stores do: a copy that ended in the middle has no manifest, whatever else is in it. {@code
 * metrics.json} holds the figures that scripts read.
 */
public final class StageOutput implements AutoCloseable {

  /** The file that marks a complete output and says what made it. */
  public static final String MANIFEST = "manifest.json";

  /** The file of figures for scripts and schedulers. */
  public static final String METRICS = "metrics.json";

  private final Configuration hadoop;
  private final Path target;
  private final Path staging;
  private final StageIdentity identity;
  private final Instant started = Instant.now();
  private boolean published;

  private StageOutput(Configuration hadoop, Path target, Path staging, StageIdentity identity) {
    this.hadoop = hadoop;
    this.target = target;
    this.staging = staging;
    this.identity = identity;
  }

  /**
   * Looks at what is in place.
   *
   * @return the manifest's content if a complete output of the same identity is there, so that
   *     nothing is to be done; empty if the place is free, or is to be overwritten
   * @throws PolyakException with a conflict if something else is there
   */
  public static Optional<JsonNode> existing(
      Configuration hadoop, Path target, StageIdentity identity, boolean overwrite)
      throws IOException {
    FileSystem fs = target.getFileSystem(hadoop);
    if (!fs.exists(target)) {
      return Optional.empty();
    }
    Path manifestFile = new Path(target, MANIFEST);
    if (!fs.exists(manifestFile)) {
      if (isEmptyFolder(fs, target) || fs.exists(marker(fs.makeQualified(target)))) {
        return Optional.empty();
      }
      // Never replaced, even when asked: without a manifest it may be anybody's work.
      throw PolyakException.conflict(
          "%s exists and holds no %s, so Polyak did not finish it; choose another output or remove"
              + " it",
          target, MANIFEST);
    }
    JsonNode manifest = Json.read(hadoop, manifestFile);
    String difference = identity.differenceFrom(manifest.path("identity"));
    if (difference.isEmpty()) {
      return Optional.of(manifest);
    }
    if (overwrite) {
      return Optional.empty();
    }
    throw PolyakException.conflict(
        "%s exists and was made differently: %s; choose another output, or --overwrite",
        target, difference);
  }

  /** Starts an empty folder beside {@code target}, in place of one that a killed run left. */
  public static StageOutput begin(Configuration hadoop, Path target, StageIdentity identity)
      throws IOException {
    FileSystem fs = target.getFileSystem(hadoop);
    Path qualified = fs.makeQualified(target);
    if (qualified.getParent() == null) {
      throw PolyakException.usage("Cannot write to %s: name a folder below the root", target);
    }
    Path staging = new Path(qualified.getParent(), "_incomplete-" + qualified.getName());
    fs.delete(staging, true);
    if (!fs.mkdirs(staging)) {
      throw PolyakException.storage(null, "Cannot create the folder %s", staging);
    }
    return new StageOutput(hadoop, qualified, staging, identity);
  }

  /** Where the stage writes. */
  public Path folder() {
    return staging;
  }

  /**
   * Writes the metrics, moves the folder into place and writes the manifest.
   *
   * @param counts what the stage counted, for the manifest
   * @param metrics figures for scripts
   */
  public void publish(ObjectNode counts, ObjectNode metrics) throws IOException {
    Json.write(hadoop, new Path(staging, METRICS), metrics);
    FileSystem fs = target.getFileSystem(hadoop);
    // Until the end, what lies in place without a manifest is known to be ours.
    Path marker = marker(target);
    Json.write(hadoop, marker, identity.json());
    Path old = new Path(target.getParent(), "_replaced-" + target.getName());
    if (fs.exists(target)) {
      fs.delete(old, true);
      Path manifest = new Path(target, MANIFEST);
      if (fs.exists(manifest)) {
        Path aside = new Path(target, "_replaced-" + MANIFEST);
        fs.delete(aside, false);
        WholeFile.move(fs, manifest, aside);
      }
      rename(fs, target, old);
    }
    rename(fs, staging, target);
    WholeFile.write(
        hadoop, new Path(target, MANIFEST), Json.bytes(manifest(identity, counts, started)));
    published = true;
    fs.delete(old, true);
    fs.delete(marker, false);
  }

  /** A manifest for an output that its stage completes in place. */
  public static ObjectNode manifest(StageIdentity identity, ObjectNode counts, Instant started) {
    ObjectNode manifest = Json.object();
    manifest.put("schema", 1);
    manifest.set("identity", identity.json());
    manifest.set("counts", counts);
    manifest.set("versions", Versions.json());
    manifest.put("started", started.toString());
    manifest.put("seconds", Duration.between(started, Instant.now()).toMillis() / 1000.0);
    return manifest;
  }

  /** Removes what was not published. */
  @Override
  public void close() throws IOException {
    if (!published) {
      staging.getFileSystem(hadoop).delete(staging, true);
    }
  }

  /** Is there while an output is moved into place. */
  private static Path marker(Path target) {
    return new Path(target.getParent(), "_publishing-" + target.getName());
  }

  private static boolean isEmptyFolder(FileSystem fs, Path path) throws IOException {
    return fs.getFileStatus(path).isDirectory() && fs.listStatus(path).length == 0;
  }

  private static void rename(FileSystem fs, Path from, Path to) throws IOException {
    // An empty folder at the destination would make rename move into it instead of replacing it.
    if (fs.exists(to) && isEmptyFolder(fs, to)) {
      fs.delete(to, false);
    }
    WholeFile.move(fs, from, to);
  }
}
