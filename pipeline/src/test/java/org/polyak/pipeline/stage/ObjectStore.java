package org.polyak.pipeline.stage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * An object store in memory, {@code objects://bucket/key}, with what sets stores apart from file
 * systems: keys instead of folders (an empty folder is an object whose key ends in a slash),
 * objects that appear when they are closed, no append, and a rename of a folder that copies object
 * by object and then deletes object by object, so that it can be seen, and can end, in the middle.
 * A bucket outlives the file systems that look at it, as it would outlive a process.
 */
public final class ObjectStore extends FileSystem {

  private static final Map<String, Bucket> BUCKETS = new ConcurrentHashMap<>();

  private URI uri;
  private Bucket bucket;
  private Path working = new Path("/");

  /** Objects by key, and how many changes the process that makes them lives to see. */
  private static final class Bucket {

    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong changesLeft = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong changes = new AtomicLong();

    /** Before every change, and nothing changes once the process is dead. */
    void change() throws IOException {
      if (changesLeft.getAndUpdate(left -> left > 0 ? left - 1 : 0) <= 0) {
        throw new IOException("The process is dead");
      }
      changes.incrementAndGet();
    }
  }

  /** A configuration that knows the scheme. */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.objects.impl", ObjectStore.class.getName());
    return hadoop;
  }

  /** From now on so many objects are written, copied or deleted; what follows fails. */
  public static void dieAfter(String bucket, long changes) {
    bucket(bucket).changesLeft.set(changes);
  }

  /** A new process, which nothing kills. */
  public static void revive(String bucket) {
    dieAfter(bucket, Long.MAX_VALUE);
  }

  /** How many objects were written, copied or deleted so far. */
  public static long changes(String bucket) {
    return bucket(bucket).changes.get();
  }

  /** All keys below a prefix, in order. */
  public static List<String> keys(String bucket, String prefix) {
    return List.copyOf(below(bucket(bucket), prefix).keySet());
  }

  private static Bucket bucket(String name) {
    return BUCKETS.computeIfAbsent(name, n -> new Bucket());
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    setConf(conf);
    uri = URI.create("objects://" + name.getAuthority());
    bucket = bucket(name.getAuthority());
  }

  @Override
  public String getScheme() {
    return "objects";
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FSDataInputStream open(Path f, int bufferSize) throws IOException {
    byte[] object = bucket.objects.get(key(f));
    if (object == null) {
      throw new FileNotFoundException("No object " + f);
    }
    return new FSDataInputStream(new ObjectInput(object));
  }

  @Override
  public FSDataOutputStream create(
      Path f,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (!overwrite && exists(f)) {
      throw new FileAlreadyExistsException(f.toString());
    }
    if (exists(f) && getFileStatus(f).isDirectory()) {
      throw new FileAlreadyExistsException(f + " is a folder");
    }
    return new FSDataOutputStream(
        new ByteArrayOutputStream() {
          private boolean closed;

          @Override
          public void close() throws IOException {
            if (!closed) {
              closed = true;
              bucket.change();
              bucket.objects.put(key(f), toByteArray());
            }
          }
        },
        null);
  }

  @Override
  public FSDataOutputStream append(Path f, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("Objects do not grow");
  }

  @Override
  public boolean rename(Path src, Path dst) throws IOException {
    if (!exists(src)) {
      return false;
    }
    if (exists(dst)) {
      if (!getFileStatus(dst).isDirectory()) {
        return false;
      }
      return rename(src, new Path(dst, src.getName()));
    }
    String from = key(src);
    byte[] object = bucket.objects.get(from);
    if (object != null) {
      bucket.change();
      bucket.objects.put(key(dst), object);
      bucket.change();
      bucket.objects.remove(from);
      return true;
    }
    Map<String, byte[]> moved = new TreeMap<>(below(bucket, from + "/"));
    for (Map.Entry<String, byte[]> entry : moved.entrySet()) {
      bucket.change();
      bucket.objects.put(key(dst) + entry.getKey().substring(from.length()), entry.getValue());
    }
    for (String key : moved.keySet()) {
      bucket.change();
      bucket.objects.remove(key);
    }
    return true;
  }

  @Override
  public boolean delete(Path f, boolean recursive) throws IOException {
    if (!exists(f)) {
      return false;
    }
    String key = key(f);
    List<String> keys = new ArrayList<>(below(bucket, key + "/").keySet());
    if (keys.stream().anyMatch(k -> !k.equals(key + "/")) && !recursive) {
      throw new IOException(f + " is not empty");
    }
    keys.add(key);
    for (String each : keys) {
      if (bucket.objects.containsKey(each)) {
        bucket.change();
        bucket.objects.remove(each);
      }
    }
    return true;
  }

  @Override
  public FileStatus[] listStatus(Path f) throws IOException {
    FileStatus status = getFileStatus(f);
    if (!status.isDirectory()) {
      return new FileStatus[] {status};
    }
    String prefix = key(f).isEmpty() ? "" : key(f) + "/";
    Map<String, FileStatus> children = new TreeMap<>();
    for (Map.Entry<String, byte[]> entry : below(bucket, prefix).entrySet()) {
      String rest = entry.getKey().substring(prefix.length());
      int slash = rest.indexOf('/');
      if (slash > 0) {
        String name = rest.substring(0, slash);
        children.put(name, folder(new Path(f, name)));
      } else if (!rest.isEmpty()) {
        children.put(rest, file(new Path(f, rest), entry.getValue()));
      }
    }
    return children.values().toArray(new FileStatus[0]);
  }

  @Override
  public void setWorkingDirectory(Path newDir) {
    working = newDir;
  }

  @Override
  public Path getWorkingDirectory() {
    return working;
  }

  @Override
  public boolean mkdirs(Path f, FsPermission permission) throws IOException {
    if (!exists(f)) {
      bucket.change();
      bucket.objects.put(key(f) + "/", new byte[0]);
    }
    return true;
  }

  @Override
  public FileStatus getFileStatus(Path f) throws IOException {
    String key = key(f);
    byte[] object = bucket.objects.get(key);
    if (object != null) {
      return file(f, object);
    }
    if (key.isEmpty() || !below(bucket, key + "/").isEmpty()) {
      return folder(f);
    }
    throw new FileNotFoundException("No object " + f);
  }

  private static Map<String, byte[]> below(Bucket bucket, String prefix) {
    return bucket.objects.subMap(prefix, prefix + Character.MAX_VALUE);
  }

  private String key(Path path) {
    return makeQualified(path).toUri().getPath().substring(1);
  }

  private FileStatus file(Path path, byte[] object) {
    return new FileStatus(object.length, false, 1, 32 << 20, 0, makeQualified(path));
  }

  private FileStatus folder(Path path) {
    return new FileStatus(0, true, 1, 32 << 20, 0, makeQualified(path));
  }

  private static final class ObjectInput extends ByteArrayInputStream
      implements Seekable, PositionedReadable {

    ObjectInput(byte[] object) {
      super(object);
    }

    @Override
    public void seek(long place) throws IOException {
      if (place < 0 || place > count) {
        throw new EOFException("No place " + place + " in " + count + " bytes");
      }
      pos = (int) place;
    }

    @Override
    public long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long place) {
      return false;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
      if (position >= count) {
        return -1;
      }
      int n = (int) Math.min(length, count - position);
      System.arraycopy(buf, (int) position, buffer, offset, n);
      return n;
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
      if (position + length > count) {
        throw new EOFException("Object ends at " + count);
      }
      System.arraycopy(buf, (int) position, buffer, offset, length);
    }

    @Override
    public void readFully(long position, byte[] buffer) throws IOException {
      readFully(position, buffer, 0, buffer.length);
    }
  }
}
