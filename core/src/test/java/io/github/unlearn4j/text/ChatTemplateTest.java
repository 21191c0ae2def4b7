package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChatTemplateTest {
  private static final Path GOLDEN = Path.of("src/test/golden/chat");
  private static final String SPECIALS =
      "{\"bos_token\":\"<s>\",\"eos_token\":{\"content\":\"</s>\"}}";

  @TempDir Path folder;

  record Case(
      String template,
      List<ChatTemplate.Message> messages,
      boolean addGenerationPrompt,
      String text,
      String error) {}

  static List<Case> cases() throws IOException {
    return Json.json()
        .readValue(
            Files.readString(GOLDEN.resolve("expected.json")), new TypeReference<List<Case>>() {});
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aConversationIsWrittenAsThePythonLibraryWritesIt(Case expected) throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), SPECIALS);
    Files.copy(GOLDEN.resolve(expected.template()), folder.resolve("chat_template.jinja"));
    ChatTemplate template = ChatTemplate.load(folder).orElseThrow();

    if (expected.error() == null) {
      assertThat(template.render(expected.messages(), expected.addGenerationPrompt()))
          .isEqualTo(expected.text());
    } else {
      assertThatThrownBy(() -> template.render(expected.messages(), expected.addGenerationPrompt()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(expected.error());
    }
  }

  @Test
  void aFolderWithoutATemplateHasNone() throws IOException {
    assertThat(ChatTemplate.load(folder)).isEmpty();
    Files.writeString(folder.resolve("tokenizer_config.json"), SPECIALS);
    assertThat(ChatTemplate.load(folder)).isEmpty();
  }

  @Test
  void theTemplateMayStandInTheSettingsAloneOrInAList() throws IOException {
    ObjectNode settings = Json.json().createObjectNode();
    settings.put("chat_template", "alone {{ messages[0].content }}");
    Json.write(folder.resolve("tokenizer_config.json"), settings);
    assertThat(render()).isEqualTo("alone hello");

    settings.putArray("chat_template").addObject().put("name", "tool_use").put("template", "no");
    settings.withArray("chat_template").addObject().put("name", "default").put("template", "one");
    Json.write(folder.resolve("tokenizer_config.json"), settings);
    assertThat(render()).isEqualTo("one");

    Files.writeString(folder.resolve("chat_template.jinja"), "file");
    assertThat(render()).isEqualTo("file");
  }

  @Test
  void aBrokenTemplateIsOneClearLine() throws IOException {
    Files.writeString(folder.resolve("chat_template.jinja"), "{% for message in %}{{ x(");

    assertThatThrownBy(this::render)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("chat_template.jinja cannot write these messages")
        .message()
        .doesNotContain("\n");
  }

  private String render() {
    return ChatTemplate.load(folder)
        .orElseThrow()
        .render(List.of(new ChatTemplate.Message("user", "hello")), false);
  }
}
