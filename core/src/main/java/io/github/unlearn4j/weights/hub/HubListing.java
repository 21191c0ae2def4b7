package io.github.unlearn4j.weights.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.weights.CompanionFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the hub says a model consists of, reduced to what a checkpoint needs.
 *
 * @param commit the revision's commit, so that all files come from the same state
 */
record HubListing(String commit, List<HubFile> files) {
  private static final Set<String> ONE_OF =
      Set.of("model.safetensors", "model.safetensors.index.json");
  private static final Pattern SHARD = Pattern.compile("model-\\d+-of-\\d+\\.safetensors");
  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{40}|[0-9a-fA-F]{64}");

  /** Reads the reply to {@code GET /api/models/ID/revision/REVISION?blobs=true}. */
  static HubListing of(HubModel model, JsonNode reply) {
    String commit = reply.path("sha").asText();
    JsonNode siblings = reply.path("siblings");
    if (!HASH.matcher(commit).matches() || !siblings.isArray()) {
      throw nonsense(model, "its reply has no commit or no list of files");
    }
    List<HubFile> files = new ArrayList<>();
    for (JsonNode sibling : siblings) {
      String name = sibling.path("rfilename").asText();
      checkSafe(model, name);
      if (isWanted(name)) {
        files.add(file(model, name, sibling));
      }
    }
    checkComplete(model, files);
    files.sort(Comparator.comparingLong(HubFile::size)); // a refusal shows before the long wait
    return new HubListing(commit, List.copyOf(files));
  }

  long bytes() {
    return files.stream().mapToLong(HubFile::size).sum();
  }

  private static boolean isWanted(String name) {
    return name.equals("config.json")
        || name.equals("README.md")
        || ONE_OF.contains(name)
        || SHARD.matcher(name).matches()
        || (name.indexOf('/') < 0 && CompanionFiles.isCompanion(name));
  }

  private static HubFile file(HubModel model, String name, JsonNode sibling) {
    JsonNode large = sibling.path("lfs");
    String hash = large.path("sha256").asText(sibling.path("blobId").asText());
    JsonNode size = large.has("size") ? large.path("size") : sibling.path("size");
    if (!HASH.matcher(hash).matches() || !size.isIntegralNumber() || size.asLong() < 0) {
      throw nonsense(model, "it gives no size or no hash for " + name);
    }
    return new HubFile(name, size.asLong(), hash);
  }

  /** A name that would lead out of the folder never comes from an honest hub. */
  private static void checkSafe(HubModel model, String name) {
    boolean safe =
        !name.isEmpty()
            && name.indexOf('\\') < 0
            && name.indexOf(':') < 0
            && name.chars().noneMatch(Character::isISOControl);
    for (String part : name.split("/", -1)) {
      safe &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    if (!safe) {
      throw nonsense(
          model, "it lists a file with the unsafe name \"%s\"".formatted(printable(name)));
    }
  }

  private static void checkComplete(HubModel model, List<HubFile> files) {
    boolean config = files.stream().anyMatch(file -> file.name().equals("config.json"));
    boolean weights = files.stream().anyMatch(file -> ONE_OF.contains(file.name()));
    if (!config || !weights) {
      throw UserError.badInput(
          "%s has no %s; only checkpoints in the safetensors format can be pulled"
              .formatted(model.id(), config ? "model.safetensors" : "config.json"));
    }
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  private static UserError nonsense(HubModel model, String what) {
    return new UserError(
        ExitCode.NETWORK,
        "the hub's answer for %s cannot be used: %s; is HF_ENDPOINT a Hugging Face hub?"
            .formatted(model.id(), what));
  }
}
