package io.github.unlearn4j.measure.probes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stretches of token ids of one length, from documents. */
final class Windows {

  /**
   * @param document number of its document
   * @param start of its first token there
   * @param offset of its first token in all documents behind one another
   */
  record Window(int document, int start, long offset, int[] ids) {}

  private record Place(int document, int start, long offset) {}

  private Windows() {}

  /** For each window a number that it shares with those that start in the same {@code span}. */
  static int[] groups(List<Window> windows, int span) {
    int[] groups = new int[windows.size()];
    for (int i = 1; i < groups.length; i++) {
      boolean same = windows.get(i).offset() / span == windows.get(i - 1).offset() / span;
      groups[i] = same ? groups[i - 1] : groups[i - 1] + 1;
    }
    return groups;
  }

  /** Every window, {@code stride} tokens apart; what the settings' limit leaves of them. */
  static List<Window> of(List<int[]> documents, int length, int stride, ProbeSettings settings) {
    List<Place> places = new ArrayList<>();
    long offset = 0;
    for (int document = 0; document < documents.size(); document++) {
      int tokens = documents.get(document).length;
      for (int start = 0; start + length <= tokens; start += stride) {
        places.add(new Place(document, start, offset + start));
      }
      offset += tokens;
    }
    return settings.sample(places).stream()
        .map(
            place ->
                new Window(
                    place.document(),
                    place.start(),
                    place.offset(),
                    Arrays.copyOfRange(
                        documents.get(place.document()), place.start(), place.start() + length)))
        .toList();
  }
}
