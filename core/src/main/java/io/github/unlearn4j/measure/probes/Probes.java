package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.NearestName;
import io.github.unlearn4j.base.UserError;
import java.util.List;

/** Which probes there are. */
public final class Probes {
  /** Stands for every probe where names are asked for. */
  public static final String ALL = "all";

  private static final List<Probe> PROBES =
      List.of(
          new Extraction(),
          Membership.minK(),
          Membership.minKPlusPlus(),
          new Verbatim(),
          new ExtractionStrength(),
          new MultipleChoice(),
          new OpeningHint(),
          new FewShot(),
          new RolePlay(),
          new ToldToForget(),
          new Rounded(8),
          new Rounded(4),
          new StandInLeak(),
          new Neighbours(),
          new Relearning(),
          new OtherLanguages(),
          new KnowMem(),
          new PrivacyLeak(),
          new TruthRatio(),
          new ForgetQuality());

  private Probes() {}

  /** Their names, in the order they are run in. */
  public static List<String> names() {
    return PROBES.stream().map(Probe::name).toList();
  }

  /** The probes of these names, each once, in their own order. */
  static List<Probe> of(List<String> names) {
    check(names);
    return PROBES.stream()
        .filter(probe -> names.contains(ALL) || names.contains(probe.name()))
        .toList();
  }

  static void check(List<String> names) {
    if (names.isEmpty()) {
      throw UserError.badSetting("probe.names is empty; name probes, or all");
    }
    for (String name : names) {
      if (!name.equals(ALL) && !names().contains(name)) {
        throw UserError.badSetting(
            "probe.names: no probe is called %s; %s"
                .formatted(
                    name,
                    NearestName.of(name, names())
                        .map("did you mean %s?"::formatted)
                        .orElse("known are all, " + String.join(", ", names()))));
      }
    }
  }
}
