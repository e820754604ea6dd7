package org.polyak.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final long SECOND = 1_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong(42);

  @Test
  void logShowsALineEveryTenSeconds() {
    try (Progress progress = progress(false, 1000, 0)) {
      clock.addAndGet(9 * SECOND);
      progress.advance(90, "");
      assertThat(text()).isEmpty();
      clock.addAndGet(SECOND);
      progress.advance(10, "loss 1.25");
      assertThat(text())
          .isEqualTo(
              "epoch 1  100/1,000 images (10 %)  10.0 images/s  1 min 30 s left  loss 1.25\n");
      clock.addAndGet(5 * SECOND);
      progress.advance(200, "");
      assertThat(text().lines()).hasSize(1);
      progress.message("snapshot written");
    }
    assertThat(text().lines().skip(1))
        .containsExactly(
            "snapshot written", "epoch 1  300/1,000 images (30 %)  20.0 images/s  35 s left");
    assertThat(text()).doesNotContain("\r");
  }

  @Test
  void logShowsTheEndOnce() {
    try (Progress progress = progress(false, 100, 0)) {
      clock.addAndGet(10 * SECOND);
      progress.advance(100, "");
    }
    assertThat(text()).isEqualTo("epoch 1  100/100 images (100 %)  10.0 images/s  in 10 s\n");
  }

  @Test
  void terminalRewritesOneLine() {
    try (Progress progress = progress(true, 2000, 0)) {
      clock.addAndGet(SECOND / 10);
      progress.advance(100, "");
      assertThat(text()).isEmpty();
      clock.addAndGet(9 * SECOND / 10);
      progress.advance(900, "a longer note");
      clock.addAndGet(SECOND);
      progress.advance(1000, "");
    }
    String[] lines = text().split("\r");
    assertThat(lines).hasSize(4);
    assertThat(lines[1])
        .isEqualTo("epoch 1  1,000/2,000 images (50 %)  1,000 images/s  1 s left  a longer note");
    assertThat(lines[2].stripTrailing())
        .isEqualTo("epoch 1  2,000/2,000 images (100 %)  1,000 images/s  in 2 s");
    assertThat(lines[2]).as("covers the longer line").hasSameSizeAs(lines[1]);
    assertThat(lines[3]).endsWith("\n");
    assertThat(text().indexOf('\n')).isEqualTo(text().length() - 1);
  }

  @Test
  void rateLeavesOutWhatAnEarlierProcessDid() {
    try (Progress progress = progress(false, 1000, 900)) {
      clock.addAndGet(10 * SECOND);
      progress.advance(50, "");
    }
    assertThat(text()).contains("950/1,000 images (95 %)  5.0 images/s  10 s left");
  }

  @Test
  void unknownTotalShowsNoShare() {
    try (Progress progress = progress(false, 0, 0)) {
      clock.addAndGet(4 * SECOND);
      progress.advance(8, "");
    }
    assertThat(text()).isEqualTo("epoch 1  8 images  2.0 images/s  in 4 s\n");
  }

  @Test
  void durationsReadWell() {
    assertThat(Progress.duration(8.6)).isEqualTo("9 s");
    assertThat(Progress.duration(59.6)).isEqualTo("1 min 0 s");
    assertThat(Progress.duration(200)).isEqualTo("3 min 20 s");
    assertThat(Progress.duration(7500)).isEqualTo("2 h 5 min");
  }

  private Progress progress(boolean terminal, long total, long initial) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Progress(out, terminal, clock::get, "epoch 1", total, "images", initial);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
