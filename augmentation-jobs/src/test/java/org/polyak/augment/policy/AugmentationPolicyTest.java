package org.polyak.augment.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polyak.augment.batch.Mixing;
import org.polyak.augment.transform.HorizontalFlip;
import org.polyak.augment.transform.PadAndCrop;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;

class AugmentationPolicyTest {

  private static final AugmentationPolicy CIFAR =
      new AugmentationPolicy(List.of(new PadAndCrop(4), new HorizontalFlip(0.5)));

  @Test
  void presetsAreWhatThePaperSays() {
    assertThat(AugmentationPolicy.preset("cifar")).isEqualTo(CIFAR);
    assertThat(AugmentationPolicy.preset("none").transforms()).isEmpty();
    assertThatThrownBy(() -> AugmentationPolicy.preset("cifer"))
        .hasMessageMatching(
            "Unknown policy cifer \\(known: .*cifar, .*none.*\\), did you mean cifar\\?");
  }

  @Test
  void readsAPresetAListAndNothing() {
    assertThat(read("augmentation: {policy: cifar}")).isEqualTo(CIFAR);
    assertThat(
            read(
                """
                augmentation:
                  transforms:
                    - {name: horizontal-flip, probability: 0.25}
                    - {name: pad-and-crop, padding: 2}
                    - name: horizontal-flip
                """))
        .isEqualTo(
            new AugmentationPolicy(
                List.of(new HorizontalFlip(0.25), new PadAndCrop(2), new HorizontalFlip(0.5))));
    assertThat(read("")).isEqualTo(AugmentationPolicy.none());
    assertThat(read("augmentation: {transforms: []}")).isEqualTo(AugmentationPolicy.none());
  }

  @Test
  void reportsEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    augmentation:
                      policy: cifra
                      transforms:
                        - {name: pad-and-crop, padding: -1}
                        - {name: horizontal-flip, probability: 1.5}
                        - {name: horizontl-flip, probability: 0.5}
                        - {probability: 0.5}
                        - {name: pad-and-crop, pading: 3}
                    """))
        .isInstanceOf(PolyakException.class)
        .hasMessageContainingAll(
            "r.yaml: 7 problems",
            "augmentation.policy (line 2): unknown value \"cifra\" (known: alexnet, ",
            "trivial-augment), did you mean cifar?",
            "augmentation.policy (line 2): expected either policy or transforms, found both",
            "augmentation.transforms[0].padding (line 4): -1 is out of range (expected 0 to 1024)",
            "augmentation.transforms[1].probability (line 5): 1.5 is out of range (expected 0.0 to"
                + " 1.0)",
            "augmentation.transforms[2].name (line 6): unknown transform \"horizontl-flip\" (known:"
                + " autocontrast, ",
            "), did you mean horizontal-flip?",
            "augmentation.transforms[3].name (default): missing; expected one of autocontrast, ",
            "augmentation.transforms[4].pading (line 8): unknown key, did you mean padding?")
        .extracting(e -> ((PolyakException) e).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void knowsBothKeysWhenOneIsMisspelt() {
    assertThatThrownBy(() -> read("augmentation: {transform: []}"))
        .hasMessageContaining("unknown key, did you mean transforms?");
  }

  @Test
  void mixingReadsBackToo() {
    AugmentationPolicy policy =
        read("augmentation: {policy: cifar, mixup: {}, cutmix: {alpha: 0.5}, border: reflect}");
    assertThat(policy.mixing()).isEqualTo(new Mixing(0.2, 0.5));
    assertThat(policy.toString()).endsWith("mixup alpha=0.2, cutmix alpha=0.5");
    assertThat(read("augmentation: " + policy.json())).isEqualTo(policy);
  }

  @Test
  void theManifestsFormReadsBackAsTheSamePolicy() {
    assertThat(CIFAR.json().toString())
        .isEqualTo(
            "{\"interpolation\":\"bilinear\",\"border\":\"mean\","
                + "\"transforms\":[{\"name\":\"pad-and-crop\",\"padding\":4},"
                + "{\"name\":\"horizontal-flip\",\"probability\":0.5}]}");
    assertThat(read("augmentation: " + CIFAR.json())).isEqualTo(CIFAR);
  }

  @Test
  void saysWhatItIs() {
    assertThat(CIFAR).hasToString("pad-and-crop padding=4, horizontal-flip probability=0.5");
    assertThat(AugmentationPolicy.none()).hasToString("none");
  }

  @Test
  void survivesSerialisation() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(CIFAR);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(CIFAR);
    }
  }

  private static AugmentationPolicy read(String yaml) {
    Recipe recipe = Recipe.parse("r.yaml", yaml, List.of());
    AugmentationPolicy policy = AugmentationPolicy.read(recipe.root());
    recipe.check();
    return policy;
  }
}
