package org.polyak.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;

class RecipeTest {

  @Test
  void valuesAreReadWithTheirTypes() {
    Recipe recipe =
        recipe(
            """
            a: 12
            b: 1_000_000_000_000
            c: 5e-4
            d: text with spaces
            e: true
            f: [1, 2.5]
            g: [x, "y"]
            h: {i: 3}
            j:
              - k: 1
              - k: 2
            l: [3, 4_000]
            """);
    Section root = recipe.root();
    assertThat(root.integer("a", 0, 0, 100)).isEqualTo(12);
    assertThat(root.wholeNumber("b", 0, 0, Long.MAX_VALUE)).isEqualTo(1_000_000_000_000L);
    assertThat(root.decimal("c", 0, 0, 1)).isEqualTo(5e-4);
    assertThat(root.text("d", null)).isEqualTo("text with spaces");
    assertThat(root.flag("e", false)).isTrue();
    assertThat(root.decimals("f", List.of(), 0, 10)).containsExactly(1.0, 2.5);
    assertThat(root.texts("g", List.of())).containsExactly("x", "y");
    assertThat(root.integers("l", List.of(), 0, 5000)).containsExactly(3, 4000);
    assertThat(root.section("h").integer("i", 0, 0, 10)).isEqualTo(3);
    assertThat(root.list("j").stream().map(s -> s.integer("k", 0, 0, 9))).containsExactly(1, 2);
    recipe.check();
    assertThat(recipe.resolved().path("j").get(1).path("k").asInt()).isEqualTo(2);
  }

  @Test
  void absentKeysGiveDefaultsAndStandInTheResolvedRecipe() {
    Recipe recipe = recipe("a:\n");
    assertThat(recipe.root().integer("a", 7, 0, 9)).isEqualTo(7);
    assertThat(recipe.root().section("s").text("t", "u")).isEqualTo("u");
    recipe.check();
    assertThat(recipe.resolved().path("a").asInt()).isEqualTo(7);
    assertThat(recipe.resolved().path("s").path("t").asText()).isEqualTo("u");
  }

  @Test
  void allProblemsAreToldAtOnceWithTheirLines() {
    Recipe recipe =
        recipe(
            """
            training:
              epochs: ten
              batchsize: 32
              rate: 7
              flag: yes
              name: resnet21
              list: 5
              epochs2: [1]
            trainign:
              x: 1
            """);
    Section training = recipe.root().section("training");
    assertThat(training.integer("epochs", 3, 1, 99)).isEqualTo(3);
    training.integer("batch-size", 64, 1, 99);
    training.decimal("rate", 0.1, 0, 1);
    training.flag("flag", false);
    training.oneOf("name", "resnet20", List.of("resnet20", "lenet5"));
    training.decimals("list", List.of(), 0, 1);
    training.integer("epochs2", 0, 0, 1);
    PolyakException failure = catchThrowableOfType(PolyakException.class, recipe::check);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure.getMessage().lines().map(String::strip))
        .containsExactlyInAnyOrder(
            "r.yaml: 8 problems",
            "training.epochs (line 2): expected a whole number, found \"ten\"",
            "training.batchsize (line 3): unknown key, did you mean batch-size?",
            "training.rate (line 4): 7.0 is out of range (expected 0.0 to 1.0)",
            "training.flag (line 5): expected true or false, found \"yes\"",
            "training.name (line 6): unknown value \"resnet21\" (known: resnet20, lenet5), did you"
                + " mean resnet20?",
            "training.list (line 7): expected a list of numbers such as [1, 2]",
            "training.epochs2 (line 8): expected a whole number, found a list",
            "trainign (line 10): unknown key, did you mean training?");
  }

  @Test
  void overridesWinAndAreNamedInProblems() {
    Recipe recipe =
        Recipe.parse("r.yaml", "a: {b: 1}\nc: 2\n", List.of("a.b=5", "a.b=6", "c.d=[1, 2]"));
    assertThat(recipe.root().section("a").integer("b", 0, 0, 9)).isEqualTo(6);
    assertThat(recipe.root().section("c").decimals("d", List.of(), 0, 9)).containsExactly(1.0, 2.0);
    recipe.check();

    Recipe wrong = Recipe.parse("r.yaml", "a: 1\n", List.of("a=x"));
    wrong.root().integer("a", 0, 0, 9);
    assertThatThrownBy(wrong::check)
        .hasMessageContaining("a (--set a=x): expected a whole number, found \"x\"");
    assertThatThrownBy(() -> Recipe.parse("r.yaml", "", List.of("novalue")))
        .hasMessageContaining("--set novalue: expected key.subkey=value");
  }

  @Test
  void keysWrittenTwiceAreProblems() {
    Recipe recipe = recipe("a: 1\nb:\n  c: 1\n  c: 2\n");
    recipe.root().integer("a", 0, 0, 9);
    recipe.root().section("b").integer("c", 0, 0, 9);
    assertThatThrownBy(recipe::check).hasMessageContaining("b.c (line 4): written twice");
  }

  @Test
  void whatIsNoRecipeIsNamedWithItsPlace() {
    assertThatThrownBy(() -> recipe("a: [1\nb: 2")).hasMessageContaining("r.yaml: not valid YAML");
    assertThatThrownBy(() -> recipe("- 1\n")).hasMessageContaining("expected keys and values");
    assertThatThrownBy(() -> recipe("a: \u0000")).isInstanceOf(PolyakException.class);
    assertThatThrownBy(() -> recipe("a: &x\n  b: *x\n"))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("contains itself");
    recipe("").check();
  }

  private static Recipe recipe(String text) {
    return Recipe.parse("r.yaml", text, List.of());
  }
}
