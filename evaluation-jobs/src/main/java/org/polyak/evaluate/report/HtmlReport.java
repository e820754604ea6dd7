package org.polyak.evaluate.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.polyak.pipeline.stage.Json;

/**
 * The report as one HTML file, see {@link HtmlPage}. It carries the JSON of {@link MetricsJson}, to
 * which mistakes and configuration are added, and draws itself from it.
 */
public final class HtmlReport {

  /** With more classes the matrix can neither be seen nor be carried by a page. */
  private static final int MATRIX_CLASSES = 100;

  private HtmlReport() {}

  /** The page. The same data gives the same text. */
  public static String render(ReportData data) {
    return HtmlPage.render("report", data.title(), pageJson(data));
  }

  private static ObjectNode pageJson(ReportData data) {
    ObjectNode json = MetricsJson.of(data);
    if (data.dataset().classNames().size() > MATRIX_CLASSES) {
      for (JsonNode candidate : json.get("candidates")) {
        ((ObjectNode) candidate.get("metrics")).remove("confusionMatrix");
      }
    }
    images(json.putArray("mistakes"), data.mistakes());
    images(json.putArray("uncertain"), data.uncertain());
    images(
        json.putArray("confused"),
        data.dataset().classNames().size() > MATRIX_CLASSES ? List.of() : data.confused());
    json.set("configuration", data.configuration());
    return json;
  }

  private static void images(ArrayNode array, List<JudgedImage> images) {
    for (JudgedImage image : images) {
      ObjectNode node = array.addObject();
      node.put("id", image.id());
      node.put("trueLabel", image.trueLabel());
      node.put("predictedLabel", image.predictedLabel());
      node.put("probability", image.probability());
      node.set("top", Json.tree(image.top()));
      node.put("png", image.png());
    }
  }
}
