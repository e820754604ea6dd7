package org.polyak.pipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A page that is open in Chromium, driven by the DevTools protocol: its keys and clicks are those
 * of a user, with all that the browser does on them, which events made by a script are not.
 */
public final class OpenPage implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 60;
  private static final Map<String, Integer> KEYS =
      Map.of("Tab", 9, "Enter", 13, "ArrowUp", 38, "ArrowDown", 40);

  private final Process process;
  private final Answers answers = new Answers();
  private final AtomicInteger calls = new AtomicInteger();
  private WebSocket socket;

  private OpenPage(Process process) {
    this.process = process;
  }

  static OpenPage of(List<String> options, Path profile, URI page)
      throws IOException, InterruptedException {
    Files.createDirectories(profile);
    Path port = profile.resolve("DevToolsActivePort");
    Files.deleteIfExists(port);
    List<String> command = new ArrayList<>(options);
    command.add("--user-data-dir=" + profile);
    command.add("about:blank");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(profile.resolve("chromium.log").toFile())
            .start();
    OpenPage opened = new OpenPage(process);
    try {
      opened.connect(port);
      opened.call("Runtime.enable", JSON.createObjectNode());
      opened.call("Log.enable", JSON.createObjectNode());
      opened.call(
          "Emulation.setFocusEmulationEnabled", JSON.createObjectNode().put("enabled", true));
      opened.call("Page.navigate", JSON.createObjectNode().put("url", page.toString()));
      opened.await(() -> opened.evaluate("document.readyState").asText().equals("complete"));
      return opened;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /** The value of an expression of JavaScript in the page; of a promise, what it comes to. */
  public JsonNode evaluate(String expression) {
    ObjectNode call = JSON.createObjectNode();
    call.put("expression", expression).put("returnByValue", true).put("awaitPromise", true);
    JsonNode answer = call("Runtime.evaluate", call);
    assertThat(answer.path("exceptionDetails").toString()).as(expression).isEmpty();
    return answer.at("/result/value");
  }

  /** Presses and lets go a key: Tab, Enter, ArrowUp or ArrowDown. */
  public void press(String key) {
    ObjectNode call = JSON.createObjectNode();
    call.put("key", key).put("code", key).put("windowsVirtualKeyCode", KEYS.get(key));
    ObjectNode down = call.deepCopy().put("type", "keyDown");
    if (key.equals("Enter")) {
      down.put("text", "\r");
    }
    call("Input.dispatchKeyEvent", down);
    call("Input.dispatchKeyEvent", call.put("type", "keyUp"));
  }

  /** Clicks on a point of the window, in CSS pixels from its top left. */
  public void click(double x, double y) {
    ObjectNode call = JSON.createObjectNode().put("x", x).put("y", y);
    call("Input.dispatchMouseEvent", call.deepCopy().put("type", "mouseMoved"));
    call.put("button", "left").put("clickCount", 1);
    call("Input.dispatchMouseEvent", call.deepCopy().put("type", "mousePressed"));
    call("Input.dispatchMouseEvent", call.put("type", "mouseReleased"));
  }

  /** Makes the window so large, in CSS pixels, and waits until the page knows. */
  public void resize(int width, int height) throws InterruptedException {
    ObjectNode call = JSON.createObjectNode();
    call.put("width", width).put("height", height);
    call.put("deviceScaleFactor", 1).put("mobile", false);
    // Events of a new size come before the next frame is drawn.
    evaluate("window.resized = false; addEventListener('resize', () => { resized = true; })");
    int before = evaluate("innerWidth").asInt();
    call("Emulation.setDeviceMetricsOverride", call);
    await(() -> before == width || evaluate("resized").asBoolean());
  }

  /** All that the page wrote to its console: also errors of scripts and what a policy refused. */
  public List<String> console() {
    return List.copyOf(answers.console);
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      for (ProcessHandle one : all) {
        one.onExit().get(SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Chromium does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Nothing waits for Chromium to end", e);
    }
  }

  private void connect(Path port) throws IOException, InterruptedException {
    await(() -> lines(port).size() >= 2);
    HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    URI list = URI.create("http://127.0.0.1:" + lines(port).get(0) + "/json/list");
    String targets =
        client
            .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    for (JsonNode target : JSON.readTree(targets)) {
      if (target.path("type").asText().equals("page")) {
        URI address = URI.create(target.path("webSocketDebuggerUrl").asText());
        socket = client.newWebSocketBuilder().buildAsync(address, answers).join();
        return;
      }
    }
    throw new IOException("Chromium shows no page: " + targets);
  }

  private JsonNode call(String method, JsonNode parameters) {
    int id = calls.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.waiting.put(id, answer);
    socket.sendText(message.toString(), true).join();
    JsonNode received = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    assertThat(received.path("error").toString()).as(message.toString()).isEmpty();
    return received.path("result");
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(process.isAlive() && System.nanoTime() < end).as("Chromium answers").isTrue();
      Thread.sleep(20);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static final class Answers implements WebSocket.Listener {

    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> console = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void take(String message) {
      JsonNode json;
      try {
        json = JSON.readTree(message);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      CompletableFuture<JsonNode> answered = waiting.remove(json.path("id").asInt());
      if (answered != null) {
        answered.complete(json);
      }
      String event = json.path("method").asText();
      if (event.equals("Runtime.consoleAPICalled")
          || event.equals("Runtime.exceptionThrown")
          || event.equals("Log.entryAdded")) {
        console.add(json.path("params").toString());
      }
    }
  }
}
