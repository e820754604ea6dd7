package org.polyak.pipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChromiumTest {

  @TempDir Path folder;

  /** What tests of pages rely on: that a fault of a page is seen. */
  @Test
  void seesFaultsOfAPage() throws Exception {
    Chromium chromium = Chromium.inFolder(folder);
    Path broken = page("<p id=\"p\">old</p><script>p.textContent = 'new'; nowhere();</script>");
    Chromium.Page page = chromium.open(broken);
    assertThat(page.dom()).contains("<p id=\"p\">new</p>").doesNotContain("nowhere");
    assertThat(page.console()).singleElement().asString().contains("nowhere is not defined");

    Path refused =
        page(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">"
                + "<body style=\"background: #123456\">");
    assertThat(chromium.open(refused).console())
        .singleElement()
        .asString()
        .contains("Content Security Policy");
    assertThat(new Color(chromium.draw(refused, 40, 30).getRGB(20, 15))).isEqualTo(Color.WHITE);
  }

  private Path page(String body) throws Exception {
    return Files.writeString(folder.resolve("page.html"), "<!DOCTYPE html>" + body);
  }
}
